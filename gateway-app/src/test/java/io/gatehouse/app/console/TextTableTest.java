package io.gatehouse.app.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void makesColumnsAsWideAsTheirWidestCell() {
        var table = new TextTable("PATH", "SERVICE").row("/a", "orders").row("/a/longer", "x");

        assertThat(table.lines()).containsExactly("PATH       SERVICE", "/a         orders", "/a/longer  x");
    }

    @Test
    void refusesRowsOfAnotherWidth() {
        assertThatThrownBy(() -> new TextTable("A", "B").row("only one")).isInstanceOf(IllegalArgumentException.class);
    }
}
