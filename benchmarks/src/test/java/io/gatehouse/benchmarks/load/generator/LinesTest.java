package io.gatehouse.benchmarks.load.generator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.benchmarks.load.generator.LoadClient.LoadOrder;
import io.gatehouse.benchmarks.load.generator.LoadGenerator.Load;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LinesTest {

    private static final LoadOrder ORDER = new LoadOrder("http://127.0.0.1:81/a/b", 64, 3, Duration.ofSeconds(2));

    @Test
    void ordersAndResultsSurviveTheWayToTheChildAndBack() {
        var load = new Load(1, 2, 3, 4, 5);

        assertThat(LoadOrder.parse(ORDER.toLine() + "\n")).isEqualTo(ORDER);
        assertThat(Load.parse(load.toLine() + "\n")).isEqualTo(load);
    }

    @Test
    void refusesOtherLines() {
        assertThatThrownBy(() -> LoadOrder.parse("nonsense")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Load.parse("1 2 3")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void asksTheWayItIsTold() {
        assertThat(new String(ORDER.request(), US_ASCII))
                .isEqualTo("POST /a/b HTTP/1.1\r\nHost: 127.0.0.1:81\r\nContent-Length: 3\r\n\r\nxxx");
        assertThat(new String(new LoadOrder("http://h:1/", 1, 0, Duration.ZERO).request(), US_ASCII))
                .isEqualTo("GET / HTTP/1.1\r\nHost: h:1\r\n\r\n");
    }
}
