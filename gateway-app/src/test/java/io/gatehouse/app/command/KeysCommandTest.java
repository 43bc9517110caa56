package io.gatehouse.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.console.Colours;
import io.gatehouse.app.console.Terminal;
import io.gatehouse.domain.tenancy.KeyDigest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Terminal terminal =
            new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), Map.of(), Colours.off());

    @Test
    void makesAKeyOf256BitsAndItsHash() {
        ProgramRun run = ProgramRun.of("keys", "new");

        List<String> lines = run.out().lines().toList();
        assertThat(run.code()).isZero();
        assertThat(lines).hasSize(2);
        String key = lines.get(0).substring("key: ".length());
        assertThat(Base64.getUrlDecoder().decode(key)).hasSize(32);
        assertThat(key).matches("[A-Za-z0-9_-]{43}");
        assertThat(KeyDigest.ofHex(lines.get(1).substring("hash: sha256:".length())))
                .isEqualTo(KeyDigest.of(key));
    }

    @Test
    void makesAnotherKeyEachTime() {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            keys.add(ProgramRun.of("keys", "new").out());
        }

        assertThat(keys).hasSize(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 256})
    void makesThemAsLongAsAsked(int bytes) {
        String first = ProgramRun.of("keys", "new", "--bytes", Integer.toString(bytes))
                .out()
                .lines()
                .findFirst()
                .orElseThrow();

        assertThat(Base64.getUrlDecoder().decode(first.substring("key: ".length())))
                .hasSize(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"keys", "keys nonsense", "keys new --bytes 15", "keys new --bytes 257", "keys new --bytes x"})
    void answersAnUnusableCallWithTwo(String call) {
        ProgramRun run = ProgramRun.of(call.split(" "));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("gatehouse: ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void takesNoKeyFromTheCommandLine() {
        assertThat(ProgramRun.of("keys", "hash", "some-key").code()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme-web-demo-key", "acme-web-demo-key\n", "acme-web-demo-key\r\n"})
    void hashesTheKeyOnStandardInput(String given) {
        assertThat(hash(input(given))).isZero();

        assertThat(out.toString())
                .isEqualToNormalizingNewlines(
                        "hash: sha256:54c47e9e1afd75ab24ba0e809b5dd9c06ed429ecf8398364efdb77fbef0ae1ce\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "two words", " leading", "two\nlines", "tab\t", "non-ascii-é", "nul\0"})
    void refusesWhatNobodyCouldPresent(String given) {
        assertThat(hash(input(given))).isEqualTo(2);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("that is no key");
    }

    @Test
    void printsTheHashForMachines() throws Exception {
        var command = KeysCommand.in(terminal, input("acme-web-demo-key\n"));

        assertThat(command.execute("hash", "--json")).isZero();
        assertThat(new ObjectMapper().readTree(out.toString()).path("hash").asText())
                .isEqualTo("sha256:54c47e9e1afd75ab24ba0e809b5dd9c06ed429ecf8398364efdb77fbef0ae1ce");
    }

    @Test
    void readsNoMoreThanAKeyCanBe() {
        assertThat(hash(input("k".repeat(4096)))).isZero();
        assertThat(hash(input("k".repeat(4097)))).isEqualTo(2);
    }

    @Test
    void printsAKeyAndItsHashForMachines() throws Exception {
        JsonNode made = new ObjectMapper()
                .readTree(ProgramRun.of("keys", "new", "--json").out());

        assertThat(made.fieldNames()).toIterable().containsExactly("key", "hash");
        assertThat(KeyDigest.of(made.path("key").asText()))
                .isEqualTo(KeyDigest.ofHex(made.path("hash").asText().replace("sha256:", "")));
    }

    @Test
    void helpsWithEachOfThem() {
        assertThat(ProgramRun.of("keys", "--help").out())
                .startsWith("Usage: gatehouse keys")
                .contains("hash");
        assertThat(ProgramRun.of("keys", "hash", "--help").out()).startsWith("Usage: gatehouse keys hash");
    }

    private int hash(InputStream source) {
        return KeysCommand.in(terminal, source).execute("hash");
    }

    private static InputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
