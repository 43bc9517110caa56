package io.gatehouse.http.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WrongTokensTest {

    /** Other tests present wrong tokens as well, from other addresses. */
    private static final String CLIENT = "2001:db8::17";

    @Test
    void areToldAtOnceAndThenOnceAMinute() {
        Logger log = (Logger) LoggerFactory.getLogger(WrongTokens.class);
        var said = new ListAppender<ILoggingEvent>();
        said.start();
        log.addAppender(said);
        var wrong = new WrongTokens();
        try {
            for (int second = 0; second < 120; second++) {
                wrong.presented(CLIENT, Duration.ofSeconds(second).toNanos());
            }
        } finally {
            log.detachAppender(said);
        }
        List<ILoggingEvent> all;
        synchronized (said) {
            all = List.copyOf(said.list);
        }
        List<String> lines = all.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.endsWith(CLIENT))
                .toList();
        assertThat(lines)
                .containsExactly(
                        "Wrong admin tokens: 1 since this was said last, the latest from " + CLIENT,
                        "Wrong admin tokens: 60 since this was said last, the latest from " + CLIENT);
    }
}
