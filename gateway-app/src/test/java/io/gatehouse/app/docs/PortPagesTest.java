package io.gatehouse.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.plugin.ExtensionPoint;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each port that a plug-in can implement has its page, which names all of its methods and a contract suite that there is. */
class PortPagesTest {

    private static final Path ROOT = Path.of("..");

    static Stream<Class<?>> ports() {
        return Arrays.<ExtensionPoint>stream(ExtensionPoint.values())
                .<Class<?>>map(ExtensionPoint::port)
                .distinct();
    }

    private static String page(Class<?> port) {
        return Pages.text("docs/ports/" + port.getSimpleName() + ".md");
    }

    @Test
    void thereIsAPageForEachPortAndNoOther() throws Exception {
        try (Stream<Path> files = Files.list(ROOT.resolve("docs/ports"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            ports().map(port -> port.getSimpleName() + ".md").toList());
        }
        assertThat(Links.of(ROOT, Path.of("docs/plugins.md")))
                .containsAll(ports().map(port -> "ports/" + port.getSimpleName() + ".md")
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void thePageNamesWhereItIsPlugged(ExtensionPoint point) {
        assertThat(page(point.port())).contains('`' + point.name() + '`');
    }

    @ParameterizedTest
    @MethodSource("ports")
    void thePageSaysWhatAnImplementationMustKnow(Class<?> port) {
        String page = page(port);

        assertThat(page).startsWith("# " + port.getSimpleName() + "\n\n");
        assertThat(Pages.all("^\\*\\*([^*]+)\\.\\*\\*", page))
                .containsSubsequence("What it promises", "Threads", "Errors", "Time", "Contract suite");
        assertThat(page.lines()).as("half a page").hasSizeLessThan(50);
        for (Method method : port.getDeclaredMethods()) {
            if (!method.isSynthetic()) {
                assertThat(page).containsPattern("`" + method.getName() + "[`(]");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ports")
    void theSuiteThatItNamesIsPublishedAndHasTheMethodsOfItsExample(Class<?> port) throws Exception {
        String page = page(port);
        String module = Pages.all("Contract` of `(gateway-[a-z]+)`", page).get(0);
        String suite = Pages.all("class \\w+ extends (\\w+Contract) \\{", page).get(0);

        assertThat(page).contains('`' + suite + '`');
        assertThat(Pages.text(module + "/pom.xml")).contains("<goal>test-jar</goal>");
        assertThat(Pages.text("gateway-bom/pom.xml"))
                .containsPattern(
                        "<artifactId>" + module + "</artifactId>\\s*<version>\\S*</version>\\s*<type>test-jar</type>");
        String source = source(module, suite);
        assertThat(source).contains("public abstract class " + suite);
        assertThat(Pages.all("^ *protected [^(]* (\\w+)\\(", page))
                .isNotEmpty()
                .allSatisfy(method ->
                        assertThat(everything(module, source)).containsPattern("protected [^(]* " + method + "\\("));
    }

    /** The source of a suite and of the one that it extends. */
    private static String everything(String module, String source) throws IOException {
        List<String> above = Pages.all("abstract class \\w+ extends (\\w+Contract) \\{", source);
        return above.isEmpty() ? source : source + source(module, above.get(0));
    }

    private static String source(String module, String suite) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
            return Files.readString(files.filter(file -> file.endsWith(suite + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no " + suite + " in " + module)));
        }
    }
}
