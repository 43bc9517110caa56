package io.gatehouse.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Rejection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each stage has its page, and the page says what the class says. */
class StagePagesTest {

    static Stream<Class<?>> stages() {
        return StageNames.classes().stream();
    }

    @Test
    void thereIsAPageForEachStageAndNoOther() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("../docs/stages"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            stages().map(stage -> stage.getSimpleName() + ".md").toList());
        }
    }

    @ParameterizedTest
    @MethodSource("stages")
    void thePageBeginsWithWhatTheClassSays(Class<?> stage) {
        String sentence = Pages.all("(?s)/\\*\\*(.*?)(?:<p>|\\*/)", source(stage)).stream()
                .findFirst()
                .orElseThrow()
                .replaceAll("\\s*\\n?\\s*\\*\\s*", " ")
                .strip();

        assertThat(page(stage)).startsWith("# " + stage.getSimpleName() + "\n\n" + sentence + "\n\n");
    }

    @ParameterizedTest
    @MethodSource("stages")
    void thePageNamesTheCodesThatTheClassRefusesWith(Class<?> stage) {
        List<String> codes = Pages.all("\\[([a-z-]+)]\\(\\.\\./errors\\.md#\\1\\)", page(stage));

        assertThat(codes).containsExactlyInAnyOrderElementsOf(codesOf(stage));
        assertThat(Arrays.stream(Rejection.values()).map(Rejection::code)).containsAll(codes);
    }

    @Test
    void everyCodeOfTheCatalogueIsOfAStageOrOfTheServer() {
        Set<String> ofStages =
                stages().flatMap(stage -> codesOf(stage).stream()).collect(Collectors.toSet());

        assertThat(Arrays.stream(Rejection.values()).map(Rejection::code).filter(code -> !ofStages.contains(code)))
                .containsExactlyInAnyOrder(
                        "body-too-large",
                        "request-timeout",
                        "target-too-long",
                        "head-too-large",
                        "http-version-not-supported",
                        "expectation-failed",
                        "overloaded",
                        "shutting-down",
                        "internal-error",
                        "upstream-busy",
                        "upstream-unreachable",
                        "upstream-bad-answer",
                        "upstream-timeout",
                        "not-kept",
                        "idempotency-conflict",
                        "idempotency-key-reused",
                        "idempotency-unavailable",
                        "counter-store-busy",
                        "processor-share-used",
                        "access-revoked",
                        "pin-required",
                        "environment-not-allowed",
                        "environment-unknown",
                        "environment-unreachable",
                        "proxy-target-missing",
                        "roaming-not-allowed",
                        "roaming-tenant-unknown",
                        "client-gone");
    }

    @ParameterizedTest
    @MethodSource("stages")
    void theExampleIsConfiguration(Class<?> stage) {
        String example = Pages.all("(?s)```yaml\\n(.*?)```", page(stage)).get(0);

        assertThat(ExampleConfiguration.problems(example)).isEmpty();
        assertThat(page(stage)).contains("\n**Configured by:** ");
    }

    /** Maintenance and throttling are refused in one place each for the stages that ask for it. */
    private static Set<String> codesOf(Class<?> stage) {
        String source = source(stage);
        Set<String> codes = Pages.all("Rejection\\.([A-Z_]+)", source).stream()
                .map(name -> name.toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.toSet());
        if (source.contains("MaintenanceCheck.decide")) {
            codes.add("maintenance");
        }
        if (source.contains("rateLimiter.pass")) {
            codes.addAll(List.of("too-many-requests", "quota-unavailable"));
        }
        return codes;
    }

    private static String page(Class<?> stage) {
        return Pages.text("docs/stages/" + stage.getSimpleName() + ".md");
    }

    private static String source(Class<?> stage) {
        return Pages.text("gateway-domain/src/main/java/" + stage.getName().replace('.', '/') + ".java");
    }
}
