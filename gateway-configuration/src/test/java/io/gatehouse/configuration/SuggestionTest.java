package io.gatehouse.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

    @ParameterizedTest
    @CsvSource({
        "round-robbin,round-robin",
        "radnom,random",
        "Random,random",
        "least-request,least-requests",
        "hosst,hosts",
        "something-else,",
        "x,"
    })
    void findsTheWordThatWasMeant(String given, String meant) {
        List<String> known = List.of("round-robin", "random", "least-requests", "hosts");
        assertThat(Suggestion.nearest(given, known)).isEqualTo(meant);
    }
}
