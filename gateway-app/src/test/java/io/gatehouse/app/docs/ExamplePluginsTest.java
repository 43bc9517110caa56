package io.gatehouse.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The projects of the examples stand by themselves, and are built with what the gateway is built with. */
class ExamplePluginsTest {

    private static final String ROOT_POM = Pages.text("pom.xml");
    private static final Pattern PLUGIN = Pattern.compile(
            "<artifactId>(?:maven-)?([a-z]+)(?:-maven)?-plugin</artifactId>\\s*<version>([^<]*)</version>");

    static Stream<String> projects() {
        return Pages.all("<module>(examples/plugins/.*)</module>", ROOT_POM).stream();
    }

    @ParameterizedTest
    @MethodSource("projects")
    void haveNoParentAndTakeTheirVersionsFromTheBom(String project) {
        String pom = Pages.text(project + "/pom.xml");

        assertThat(pom).doesNotContain("<parent>").contains("<artifactId>gateway-bom</artifactId>");
        assertThat(Pages.all("<gatehouse.version>(.*)</gatehouse.version>", pom))
                .isEqualTo(
                        List.of(Pages.all("<version>(.*)</version>", ROOT_POM).get(0)));
    }

    @ParameterizedTest
    @MethodSource("projects")
    void useTheVersionsOfMavensPluginsThatTheGatewayUses(String project) {
        List<MatchResult> plugins =
                PLUGIN.matcher(Pages.text(project + "/pom.xml")).results().toList();

        assertThat(plugins)
                .hasSizeGreaterThan(6)
                .allSatisfy(plugin -> assertThat(ROOT_POM)
                        .contains("<" + plugin.group(1) + "-plugin.version>" + plugin.group(2) + "<"));
        String format = Pages.all("<palantirJavaFormat>\\s*<version>(.*)</version>", Pages.text(project + "/pom.xml"))
                .get(0);
        assertThat(ROOT_POM).contains("<palantir-java-format.version>" + format + "<");
    }
}
