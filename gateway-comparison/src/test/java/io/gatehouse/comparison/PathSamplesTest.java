package io.gatehouse.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.compiler.document.PathPattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathSamplesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                | /=
            /items            | /= /items=/items
            /items /items/:id | /= /items=/items /items/x=/items/:id
            /                 | /=/ /x=
            /*                | /= /x=/*
            /a/:p/c /a/b/:q   | /= /a/b/c=/a/b/c /a/b/x=/a/b/:q /a/x/c=/a/:p/c
            /files/* /files/x | /= /files/x=/files/x /files/xx=/files/* /files/x/xx=/files/x/*
            """)
    void standsForEveryPathThatPatternsTellApart(String patterns, String expected) {
        List<PathSamples.Sample> samples = PathSamples.of(patterns(patterns), new PathSamples.Budget(1000));

        assertThat(samples.stream().map(one -> one.path() + "=" + one.label()))
                .containsExactlyInAnyOrder(expected.split(" "));
    }

    @Test
    void endsWhereTheBudgetDoes() {
        var patterns = new ArrayList<PathPattern>();
        for (int depth = 0; depth < 6; depth++) {
            for (int literal = 0; literal < 20; literal++) {
                patterns.add(PathPattern.parse("/:p".repeat(depth) + "/s" + literal + "/:p".repeat(5 - depth)));
            }
        }
        var budget = new PathSamples.Budget(500);

        assertThat(PathSamples.of(patterns, budget)).hasSizeLessThanOrEqualTo(1000);
        assertThat(budget.isExceeded()).isTrue();
    }

    private static List<PathPattern> patterns(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(" ")).map(PathPattern::parse).toList();
    }
}
