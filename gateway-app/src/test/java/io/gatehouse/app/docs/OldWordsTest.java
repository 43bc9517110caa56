package io.gatehouse.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.command.ProgramRun;
import io.gatehouse.domain.rejection.Rejection;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people read uses the words of the field, and not those that were used before. */
class OldWordsTest {

    private static final Path ROOT = Path.of("..");

    /** True uses, cut out before a text is searched; add to them sparingly. */
    private static final List<String> ALLOWED = List.of("upstream-bad-answer", "well-known", "as well");

    private static final List<Word> WORDS = List.of(
            new Word("used up", "Rate limit exceeded"),
            new Word("out of use", "under maintenance"),
            new Word("withdrawn?|withdraws|taken away", "revoked"),
            new Word("sick|sickness|fallen ill", "unhealthy"),
            new Word("(?:is|are|was|were|be) well(?: again)?(?=[,.:;)]|$)", "healthy, recovered"),
            new Word("tells?|told|telling", "report, print, list, show, say"),
            new Word("unusable call", "usage error"),
            new Word("cannot be used|can be used|unusable", "invalid"),
            new Word("by the letter|regard to (?:letter )?case", "case-sensitive"),
            new Word("(?:an?|the|no|its|our|own|'s|whole|half|good|interim|every|each|next) answers?", "response"),
            new Word("answers of", "responses"),
            new Word("rulings?", "decision, outcome"),
            new Word("vouch(?:es|ed)?", "report"),
            new Word("turnstiles?", "rate limiter"),
            new Word("carriers?", "scheduler"),
            new Word("(?<!=)journals?", "trace"),
            new Word("nominated", "connection options"),
            new Word("premises", "resources"),
            new Word("courtesy", "cooperative yield"),
            new Word("lanes?", "I/O thread"),
            new Word("tickers?", "deadline scanner"),
            new Word("whoever", "everybody who, a client that"));

    /**
     * A word that is no longer used.
     *
     * @param found what is searched for, as whole words and without regard to letter case
     * @param instead what to say instead
     */
    private record Word(Pattern found, String instead) {

        Word(String regex, String instead) {
            this(Pattern.compile("\\b(?:" + regex + ")\\b", Pattern.CASE_INSENSITIVE), instead);
        }

        Stream<String> in(String text) {
            return found.matcher(text)
                    .results()
                    .map(match -> "\"" + match.group() + "\" (say: " + instead + ") in: " + around(match, text));
        }

        private static String around(MatchResult match, String text) {
            return text.substring(Math.max(0, match.start() - 40), Math.min(text.length(), match.end() + 40));
        }
    }

    static Stream<String> pages() {
        return Stream.concat(
                Stream.of("README.md", "CONTRIBUTING.md", "examples/README.md", "gateway-adapters-throttle/README.md"),
                Links.pages(ROOT, "docs").stream()
                        .filter(page -> !page.startsWith("docs/decisions"))
                        .map(Path::toString));
    }

    static Stream<String> commands() {
        return Stream.of(
                "",
                "run",
                "demo",
                "check",
                "routes",
                "explain",
                "diff",
                "usage",
                "unused",
                "schema",
                "keys",
                "keys new",
                "keys hash",
                "registry",
                "registry import",
                "registry export",
                "registry diff",
                "import",
                "import microgate",
                "version",
                "completion");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void areNotOnPages(String page) {
        assertThat(oldWords(Stream.of(Pages.text(page)))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void areNotInTheHelp(String command) {
        ProgramRun help = ProgramRun.of((command + " --help").strip().split(" "));

        assertThat(help.code()).isZero();
        assertThat(oldWords(Stream.of(help.out()))).isEmpty();
    }

    @Test
    void helpOfEveryCommandIsLookedAt() {
        String help = ProgramRun.of("--help").out();

        List<String> listed = Pages.all("^  ([a-z]+) ", help.substring(help.indexOf("Commands:")));

        assertThat(commands())
                .containsAll(listed.stream()
                        .filter(command -> !command.equals("help"))
                        .toList());
    }

    @Test
    void areNotInMessages() {
        assertThat(Sources.main().stream()
                        .flatMap(file -> oldWords(Sources.strings(Sources.text(file)).stream()).stream()
                                .map(found -> file.getFileName() + ": " + found)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "policy", "products", "services", "tenants"})
    void areNotInSchemas(String schema) {
        assertThat(oldWords(Stream.of(Pages.text("gateway-app/src/main/resources/schema/" + schema + ".schema.json"))))
                .isEmpty();
    }

    @Test
    void areNotInRefusals() {
        assertThat(oldWords(Arrays.stream(Rejection.values()).map(Rejection::safeMessage)))
                .isEmpty();
    }

    @Test
    void wouldBeFound() {
        List<String> strings = Sources.strings("""
                /** "A sick comment" is passed over. */
                String message = "the limit is us" + "ed up"; // "told" here, too
                char quote = '"';
                String name = "well-known, as well as \\"upstream-bad-answer\\"";
                """);

        assertThat(strings).hasSize(2);
        assertThat(oldWords(strings.stream()))
                .containsExactly("\"used up\" (say: Rate limit exceeded) in: the limit is used up");
        assertThat(oldWords(Stream.of("gatehouse.throttle.rulings", "gatehouse_throttle_rulings_total")))
                .hasSize(2);
    }

    private static List<String> oldWords(Stream<String> texts) {
        return texts.map(OldWordsTest::searched)
                .flatMap(text -> WORDS.stream().flatMap(word -> word.in(text)))
                .toList();
    }

    /** The text without what is allowed and without line breaks; names of metrics fall into their words. */
    private static String searched(String text) {
        String left = text.replace('_', ' ').replaceAll("\\s+", " ");
        for (String allowed : ALLOWED) {
            left = left.replace(allowed, "");
        }
        return left;
    }
}
