package io.gatehouse.registry.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading a change alone gives what reading the whole file gives, or nothing. */
class SingleChangeTest {

    private static final String FILE = """
            # tenants of the shop
            ip-ban: [10.0.0.0/8]
            tenants:
              acme: { name: Acme, applications: { web: { keys: { main: { value: one } } } } }

              # the next one
              globex:
                name: "Globex"
                note: |
                  several
                  # lines
                applications:
                  web: { keys: { main: { value: two } } }
              list:
              - a
              - b
              umbrella: { name: Umbrella }
            services:
              orders: { hosts: [http://h:1] }
              last: { hosts: [http://h:2] } # ä
            """;

    private static final ReadingLimits LIMITS = new ReadingLimits(10_000, 20, 36, 200);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static KnownFile whole(String text) {
        return KnownFile.read("registry.yml", bytes(text), LIMITS, null, new Problems());
    }

    private static KnownFile change(String from, String to) {
        return SingleChange.in(whole(from), "registry.yml", bytes(to), LIMITS);
    }

    @ParameterizedTest
    @CsvSource({
        "value: one, value: three",
        "value: two, value: zwölf",
        "several, many",
        "# lines, more lines",
        "- a, - c",
        "http://h:1, http://h:11",
        "http://h:2, http://h:3",
        "# ä, # ö",
        "# ä, # “a – b”",
        "Umbrella }, Umbrella } # a comment",
        "umbrella:, renamed:",
        "'name: Acme, ', ''",
    })
    void readsWhatHasChangedAlone(String from, String to) {
        String changed = FILE.replace(from, to);
        KnownFile before = whole(FILE);
        KnownFile read = SingleChange.in(before, "registry.yml", bytes(changed), LIMITS);

        assertThat(changed).isNotEqualTo(FILE);
        assertThat(read).isNotNull();
        assertThat(read.tree()).isEqualTo(whole(changed).tree());
        assertThat(read.nodes()).isEqualTo(whole(changed).nodes());
        Set<Node.Entry> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        kept.addAll(documents(before.tree()));
        assertThat(documents(read.tree()).stream().filter(kept::contains))
                .as("documents that are the same pieces")
                .hasSize(5);
    }

    private static List<Node.Entry> documents(Node.Mapping tree) {
        return tree.entries().stream()
                .filter(section -> section.value() instanceof Node.Mapping)
                .flatMap(section -> ((Node.Mapping) section.value()).entries().stream())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/8 => 10.0.0.0/9",
                "value: one => value: one\n    more: 1",
                "tenants: => tenant:",
                "  globex: =>    globex:",
                "  globex: => ... # x:",
                "value: one => value: {",
                "value: one } } } } } => value: one } } } }\n  other: { a: { b: { c: { d: 1 } } } }",
                "name: \"Globex\" => name: \"Globex",
                "- b => - *a",
                "- b => -\tb: !x 1",
                "umbrella: { name: Umbrella } => umbrella: { a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1, j: 1 }"
                        + " # more values than allowed",
                "  # the next one => --- # another document",
                "several => sev\u2028eral",
                "several => sev\reral",
            })
    void leavesTheRestToAReadingOfTheWhole(String edit) {
        int arrow = edit.indexOf(" => ");
        String changed = FILE.replace(edit.substring(0, arrow), edit.substring(arrow + 4));
        assertThat(changed).isNotEqualTo(FILE);
        assertThat(change(FILE, changed)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tenants: {\n  a: x\n  , b: y\n}\n",
                "{\ntenants:\n  { a: x,\n   b: y } }\n",
                "tenants:\n  - a: x\n  - b: y\n",
            })
    void leavesFlowStyleAndListsToAReadingOfTheWhole(String text) {
        assertThat(change(text, text.replace("x", "x, z"))).isNull();
    }

    @Test
    void takesWhatHasNotChangedAsItIs() {
        KnownFile before = whole(FILE);
        assertThat(SingleChange.in(before, "registry.yml", bytes(FILE), LIMITS)).isSameAs(before);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void givesWhatAReadingOfTheWholeGivesWhateverIsEdited(long seed) {
        var random = new Random(seed);
        String pieces = " {}[]:,-#\"'|>&*!%?@`abc\n\t.~=<0";
        int readAlone = 0;
        KnownFile before = whole(FILE);
        for (int n = 0; n < 5_000; n++) {
            var text = new StringBuilder(FILE);
            int at = random.nextInt(FILE.length());
            int length = Math.min(FILE.length() - at, random.nextInt(4));
            var replacement = new StringBuilder();
            for (int i = random.nextInt(4); i > 0; i--) {
                replacement.append(pieces.charAt(random.nextInt(pieces.length())));
            }
            text.replace(at, at + length, replacement.toString());
            KnownFile alone = SingleChange.in(before, "registry.yml", bytes(text.toString()), LIMITS);
            if (alone != null) {
                KnownFile whole = whole(text.toString());
                assertThat(whole).as("reads as a whole too:\n%s", text).isNotNull();
                assertThat(alone.tree()).as("%s", text).isEqualTo(whole.tree());
                readAlone++;
            }
        }
        assertThat(readAlone).isGreaterThan(500);
    }
}
