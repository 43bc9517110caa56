package io.gatehouse.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ColoursTest {

    @Test
    void leavesTextAloneWhereThereIsNoTerminal() {
        Colours colours = Colours.of(Map.of("TERM", "xterm"));

        assertThat(colours.on()).isFalse();
        assertThat(colours.bad("503")).isEqualTo("503");
    }
}
