package io.gatehouse.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProblemsTest {

    @Test
    void numbersProblemsByPlace() {
        Problems problems = new Problems();
        problems.add(new Origin("b.yml", 1, 1), "x", "1", "2");
        problems.add(new Origin("a.yml", 10, 1), "y", "1", "2");
        problems.add(new Origin("a.yml", 9, 1), "", "1", "2");
        assertThat(problems).hasToString("""
                        1. a.yml:9:1: 1 (expected 2)
                        2. a.yml:10:1 y: 1 (expected 2)
                        3. b.yml:1:1 x: 1 (expected 2)
                        """);
    }

    @Test
    void keepsAThousandAndCountsTheRest() {
        Problems problems = new Problems();
        for (int i = 0; i < 1234; i++) {
            problems.add(Origin.of("x"), "", "1", "2");
        }
        assertThat(problems.list()).hasSize(1000);
        assertThat(problems.toString()).endsWith("and 234 more\n");
    }

    @Test
    void nothingInAProblemCanDriveATerminal() {
        assertThat(new Problem(Origin.of("x"), "a\u001b[31m", "\"\n\u202e\"", "b").toString())
                .isEqualTo("x a?[31m: \"??\" (expected b)");
    }
}
