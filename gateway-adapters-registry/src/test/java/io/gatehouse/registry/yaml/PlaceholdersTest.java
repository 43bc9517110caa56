package io.gatehouse.registry.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {

    @TempDir
    Path directory;

    private final Problems problems = new Problems();

    private Node.Scalar fill(String text) {
        Origin origin = new Origin("x.yml", 1, 1);
        Node.Entry entry = new Node.Entry("k", origin, new Node.Scalar(origin, text, Node.Kind.TEXT));
        Map<String, String> environment = Map.of("NAME", "value", "EMPTY", "", "TRICK", "${NAME}");
        Node.Mapping filled =
                new Placeholders(environment, directory, problems).fill(new Node.Mapping(origin, List.of(entry)));
        return (Node.Scalar) filled.entries().get(0).value();
    }

    @ParameterizedTest
    @CsvSource({
        "request-headers, ${tenant}-${NAME},   ${tenant}-value",
        "request-headers, ${request-id},       ${request-id}",
        "request-headers, ${user:-x},          taken",
        "request-headers, ${NONE:-${user}},    ${user}",
        "response-headers, ${user},            taken"
    })
    void leavesWhatIsSaidOfRequestsToThem(String section, String text, String filled) {
        Origin origin = new Origin("x.yml", 1, 1);
        var line = new Node.Entry("X-A", origin, new Node.Scalar(origin, text, Node.Kind.TEXT));
        var set = new Node.Entry("set", origin, new Node.Mapping(origin, List.of(line)));
        var entry = new Node.Entry(section, origin, new Node.Mapping(origin, List.of(set)));
        var placeholders = new Placeholders(Map.of("NAME", "value", "user", "taken"), directory, problems);

        Node.Mapping all = placeholders.fill(new Node.Mapping(origin, List.of(entry)));
        Node.Mapping sets = (Node.Mapping) all.entries().get(0).value();
        Node.Mapping lines = (Node.Mapping) sets.entries().get(0).value();

        assertThat(lines.entries().get(0).value())
                .isInstanceOfSatisfying(
                        Node.Scalar.class, scalar -> assertThat(scalar.text()).isEqualTo(filled));
        assertThat(problems.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "${NAME},value,true",
        "a-${NAME}-b,a-value-b,true",
        "${NAME}${NAME},valuevalue,true",
        "${NONE:-other},other,false",
        "${EMPTY:-other},other,false",
        "${NONE:-},'',false",
        "$${NAME},${NAME},false",
        "$NAME,$NAME,false",
        "cost: 5$,cost: 5$,false",
        "${TRICK},${NAME},true",
        "${NONE:-${NAME}},value,true",
        "${NONE:-${EMPTY:-x}}-y,x-y,false",
        "${NAME:-${NONE}},value,true",
        "${NONE:-a${NAME}b${NONE:-c}},avaluebc,true",
        "${NAME:-{x}},value,true",
        "${NONE:-{x}},{x},false",
        "${NONE:-$${NAME}},${NAME},false"
    })
    void fillsInVariables(String text, String filled, boolean hidden) {
        assertThat(fill(text))
                .extracting(Node.Scalar::text, Node.Scalar::hidden)
                .containsExactly(filled, hidden);
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void fillsInFilesBesideTheOneThatNamesThem() throws Exception {
        Files.writeString(directory.resolve("secret"), "hush\n");
        assertThat(fill("<${file:secret}>"))
                .extracting(Node.Scalar::text, Node.Scalar::hidden)
                .containsExactly("<hush>", true);
    }

    @ParameterizedTest
    @CsvSource({
        "${NONE},the environment variable NONE to be set",
        "${EMPTY},the environment variable EMPTY to be set",
        "${file:none},it is no such file",
        "${file:.},it is not a file",
        "${NAME,'${NAME}, ${NAME:-default} or ${file:name}'",
        "${},'${NAME}, ${NAME:-default} or ${file:name}'",
        "${a b},'${NAME}, ${NAME:-default} or ${file:name}'",
        "${NAME:?no},'${NAME}, ${NAME:-default} or ${file:name}'"
    })
    void tellsWhatCannotBeFilledIn(String text, String expected) {
        fill(text);
        assertThat(problems.list()).hasSize(1);
        assertThat(problems.toString()).contains("x.yml:1:1").contains(expected);
    }

    @Test
    void aFileMayNotBeHuge() throws Exception {
        Files.write(directory.resolve("big"), new byte[(1 << 20) + 1]);
        fill("${file:big}");
        assertThat(problems.toString()).contains("larger than 1048576 bytes");
    }

    @Test
    void fillsInTheNameOfAFile() throws Exception {
        Files.writeString(directory.resolve("value.txt"), "inside\n");
        assertThat(fill("${file:${NAME}.txt}").text()).isEqualTo("inside");
        assertThat(problems).hasToString("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${NONE:-${NAME}", "${NONE:-{}", "${${NAME}}", "a${NONE:-${b-c}}"})
    void fillsInAllOrNothing(String text) {
        assertThat(fill(text).text()).doesNotContain("NAME").contains("***");
        assertThat(problems.list()).singleElement().asString().startsWith("x.yml:1:1: ${ (expected ${NAME}, ");
    }

    @Test
    void anyDepthIsReadOrRefused() {
        fill("${A:-".repeat(100_000) + "}".repeat(100_000));
        assertThat(problems.total()).isEqualTo(1);
    }
}
