package io.gatehouse.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BinderTest {

    enum Colour {
        DARK_RED,
        BLUE,
        @Key("HS256")
        HS
    }

    record Part(
            @Shorthand String url,
            @Default("1") @Range(min = 1, max = 100) int weight,
            Origin origin) {}

    record Entries(
            @Default("open") String mode,
            @Remaining(value = "/.*", expected = "a path") Map<String, Part> paths) {}

    record Whole(
            String name,
            @Default("blue") Colour colour,
            @Default({}) List<Part> parts,
            @Default({}) Map<String, Part> named,
            @Nullable @Disableable Duration waiting,
            @Nullable Secret secret,
            Setting<Integer> level,
            @Default({"a", "b"}) Set<String> letters,
            @Key("class") @Default("false") boolean special,
            @Nullable Entries entries) {
        Whole {
            if (special && secret == null) {
                throw new MalformedValue("a secret with class");
            }
        }
    }

    private final Trees tree = new Trees();
    private final Problems problems = new Problems();

    private @Nullable Whole bind(Object... keysAndValues) {
        return Binder.bind(tree.map(keysAndValues), Whole.class, problems);
    }

    @Test
    void absentKeysTakeTheirDefaults() {
        assertThat(bind("name", "n"))
                .isEqualTo(new Whole(
                        "n",
                        Colour.BLUE,
                        List.of(),
                        Map.of(),
                        null,
                        null,
                        new Setting.Absent<>(),
                        Set.of("a", "b"),
                        false,
                        null));
    }

    @Test
    void readsEverything() {
        Whole whole = bind(
                "name",
                "n",
                "colour",
                "HS256",
                "parts",
                tree.list("http://a", tree.map("url", "http://b", "weight", 3)),
                "named",
                tree.map("x", "http://c"),
                "waiting",
                "5s",
                "secret",
                "shh",
                "level",
                3,
                "letters",
                tree.list("z"),
                "class",
                true,
                "entries",
                tree.map("/a", "http://d"));
        assertThat(problems).hasToString("");
        assertThat(whole.colour()).isEqualTo(Colour.HS);
        assertThat(whole.parts()).extracting(Part::weight).containsExactly(1, 3);
        assertThat(whole.named().get("x").url()).isEqualTo("http://c");
        assertThat(whole.waiting()).hasSeconds(5);
        assertThat(whole.level()).isEqualTo(new Setting.Value<>(3));
        assertThat(whole.letters()).containsExactly("z");
        assertThat(whole.entries().paths()).containsKey("/a");
        assertThat(whole.entries().mode()).isEqualTo("open");
    }

    @Test
    void nullAndOffSwitchOffWhereThatMakesSense() {
        assertThat(bind("name", "n", "level", tree.none(), "waiting", "off").level())
                .isEqualTo(new Setting.Off<>());
        assertThat(bind("name", "n", "level", "off", "waiting", tree.none()).waiting())
                .isNull();
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void tellsAllProblemsAtOnce() {
        assertThat(bind(
                        "nam",
                        "n",
                        "colour",
                        "dark-rad",
                        "parts",
                        tree.list(tree.map("url", "u", "weight", 0), tree.map("weight", "x"))))
                .isNull();
        assertThat(problems.toString())
                .contains(
                        "nam: unknown key (expected one of name, colour, parts, named, waiting, secret, level, letters,"
                                + " class, entries; did you mean name?)",
                        "name: missing (expected a text)",
                        "colour: \"dark-rad\" (expected one of dark-red, blue, HS256; did you mean dark-red?)",
                        "parts[0].weight: 0 (expected a whole number from 1 to 100)",
                        "parts[1].url: missing (expected a text)",
                        "parts[1].weight: \"x\" (expected a whole number from 1 to 100)");
        assertThat(problems.total()).isEqualTo(6);
    }

    @Test
    void namesBothPlacesOfADuplicate() {
        bind("name", "n", "name", "m");
        assertThat(problems.list().get(0))
                .hasToString("test:4:1 name: a second time (expected it only once; the first is at test:2:1)");
    }

    @Test
    void namesBothPlacesOfADuplicateInAMap() {
        bind("name", "n", "named", tree.map("x", "http://a", "x", "http://b"));
        assertThat(problems.toString())
                .contains("named.x: a second time (expected it only once; the first is at test:");
    }

    @Test
    void refusesNullAndEmptyValues() {
        bind("name", "", "colour", tree.none(), "named", tree.none());
        assertThat(problems.toString())
                .contains("name: an empty value (expected a text)", "colour: null (expected one of", "named: null (");
    }

    @Test
    void emptyListsAndMappingsAreValues() {
        assertThat(bind("name", "n", "parts", tree.list(), "named", tree.map())).isNotNull();
    }

    @Test
    void refusesValuesOfTheWrongKind() {
        bind("name", tree.list("x"), "parts", "x", "named", tree.list(), "letters", tree.map(), "entries", "x");
        assertThat(problems.total()).isEqualTo(5);
        assertThat(problems.toString())
                .contains("name: a list (expected a text)")
                .doesNotContain("\"x\"");
    }

    @Test
    void refusesTheSameItemTwiceInASet() {
        bind("name", "n", "letters", tree.list("a", "a"));
        assertThat(problems.toString()).contains("letters[1]: \"a\" (expected every item only once)");
    }

    @Test
    void remainingKeysMustMatch() {
        bind("name", "n", "entries", tree.map("path", "http://d"));
        assertThat(problems.toString()).contains("entries.path: unknown key (expected one of mode or a path)");
    }

    @Test
    void neverRepeatsASecret() {
        record Vault(Secret secret, @Range(min = 1, max = 9) int pin) {}
        Node.Scalar hidden = new Node.Scalar(Origin.of("test"), "hush", Node.Kind.TEXT, true);
        Binder.bind(tree.map("secret", tree.list("hush"), "pin", hidden), Vault.class, problems);
        assertThat(problems.toString()).contains("secret: ***", "pin: ***").doesNotContain("hush");
    }

    @Test
    void aConstructorMayRefuseWhatDoesNotFitTogether() {
        assertThat(bind("name", "n", "class", true)).isNull();
        assertThat(problems.list().get(0).toString()).endsWith("{name, class} (expected a secret with class)");
    }

    @Test
    void pathsQuoteKeysWithDots() {
        bind("name", "n", "named", tree.map("a.b", 1, "c", tree.none()));
        assertThat(problems.toString()).contains("named.c: null");
        bind("name", "n", "named", tree.map("a.b", tree.none()));
        assertThat(problems.toString()).contains("named.\"a.b\": null");
    }

    @Test
    void bindsAHundredThousandValuesInAboutASecond() {
        Object[] entries = new Object[200_000];
        for (int i = 0; i < entries.length; i += 2) {
            entries[i] = "k" + i;
            entries[i + 1] = tree.map("url", "http://h", "weight", 7);
        }
        Node.Mapping big = tree.map("name", "n", "named", tree.map(entries));
        long start = System.nanoTime();
        assertThat(Binder.bind(big, Whole.class, problems).named()).hasSize(100_000);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    }

    record Pending(
            @Default("blue")
            @NotInEffect(
                    values = {"dark-red"},
                    instead = "blue is used")
            Colour colour,

            @NotInEffect @Nullable @Disableable Duration waiting,
            @Default("false") @NotInEffect boolean special,
            @Nullable @NotInEffect(refused = true) String guarded) {}

    private List<String> warnings(Object... keysAndValues) {
        assertThat(Binder.bind(tree.map(keysAndValues), Pending.class, problems))
                .isNotNull();
        return problems.warnings().stream()
                .map(warning -> warning.path() + ": " + warning.what() + "; " + warning.outcome())
                .toList();
    }

    @Test
    void warnsOfWhatHasNoEffect() {
        assertThat(warnings("colour", "dark-red", "waiting", "5s", "special", true, "guarded", "x"))
                .containsExactlyInAnyOrder(
                        "colour: \"dark-red\"; it has no effect in this version, blue is used",
                        "waiting: \"5s\"; it has no effect in this version",
                        "special: true; it has no effect in this version");
    }

    @Test
    void whatSaysTheSameAsTheDefaultOrIsOffIsNoWarning() {
        assertThat(warnings("colour", "blue", "waiting", "off", "special", false))
                .isEmpty();
        assertThat(warnings("colour", "HS256")).isEmpty();
        assertThat(warnings()).isEmpty();
    }

    record Strict(int status) {
        Strict {
            if (status != 400) {
                throw new IllegalArgumentException("hush: " + status);
            }
        }
    }

    @Test
    void aRecordThatRefusesInItsOwnWayIsAProblemWithoutItsText() {
        assertThat(Binder.bind(tree.map("status", 500), Strict.class, problems)).isNull();
        assertThat(problems.toString())
                .contains("values that Strict takes, which refused them: IllegalArgumentException")
                .doesNotContain("hush");
    }
}
