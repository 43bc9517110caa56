package io.gatehouse.app.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.app.command.ProgramRun;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.app.startup.Gatehouse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plug-in that cannot be used is one line that names its jar and what was expected. */
class WrongPluginTest {

    private static final String SERVICES = "META-INF/services/io.gatehouse.plugin.AdapterModule";

    @TempDir
    private Path folder;

    private Path jar;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        jar = folder.resolve("wrong.jar");
        Files.writeString(folder.resolve("registry.yml"), "services: {}\n");
        file = Files.writeString(
                folder.resolve("gateway.yml"),
                "registry: { file: { path: registry.yml, watch: false } }\nplugins: [wrong.jar]\n"
                        + "listen: { address: 127.0.0.1:0 }\nadmin: { address: 127.0.0.1:0 }\n");
    }

    private void isRefused(String expected) {
        ProgramRun check = ProgramRun.of("check", file.toString());
        assertThat(check.code()).isEqualTo(1);
        assertThat(check.err()).contains("gateway.yml:2:11 plugins[0]: ").contains(expected);
        assertThatThrownBy(() -> Gatehouse.start(file))
                .isInstanceOf(StartFailure.class)
                .satisfies(failure -> assertThat(failure.getMessage())
                        .contains("wrong.jar")
                        .contains(expected)
                        .doesNotContain("\n"));
    }

    private static String module(String name, String settings, String body) {
        return """
                public final class %1$s extends AdapterModule {
                    public record Settings() {}
                    public %1$s() {
                        super(ExtensionPoint.TRAFFIC_LISTENER, "%2$s", %3$s);
                    }
                    %4$s
                }
                """.formatted("Wrong", name, settings, body);
    }

    @Test
    void thatIsMissing() {
        isRefused("(expected a jar, or a folder of jars, but there is none)");
    }

    @Test
    void thatIsNoJar() throws IOException {
        Files.writeString(jar, "no zip");
        isRefused("(expected a jar, but ");
    }

    @Test
    void withoutServiceEntry() throws IOException {
        new CompiledPlugin().source("Wrong", "class Wrong {}").into(jar);
        isRefused("(expected a jar that names an AdapterModule in " + SERVICES + ")");
    }

    @Test
    void whoseClassIsMissing() throws IOException {
        new CompiledPlugin().names("stranger.Nowhere").into(jar);
        isRefused("(expected the class stranger.Nowhere, which " + SERVICES + " names)");
    }

    @Test
    void whoseClassIsNoAdapterModule() throws IOException {
        new CompiledPlugin().module("Wrong", "public class Wrong {}").into(jar);
        isRefused("(expected stranger.Wrong to extend io.gatehouse.plugin.AdapterModule)");
    }

    @Test
    void whoseConstructorThrows() throws IOException {
        String body = module("ok", "check()", "static Class<Settings> check() { throw new Error(\"on\\nfire\"); }");
        new CompiledPlugin().module("Wrong", body).into(jar);
        isRefused("(expected the constructor of stranger.Wrong not to fail, but java.lang.Error: on)");
    }

    @Test
    void whoseConstructorWantsSomething() throws IOException {
        String body = module("ok", "Settings.class", "").replace("public Wrong()", "public Wrong(int size)");
        new CompiledPlugin().module("Wrong", body).into(jar);
        isRefused("(expected stranger.Wrong to be public, with a public constructor without arguments)");
    }

    @Test
    void whoseNameIsNone() throws IOException {
        new CompiledPlugin()
                .module("Wrong", module("Not_OK", "Settings.class", ""))
                .into(jar);
        isRefused("the name \"Not_OK\" is not made of lower-case words joined by dashes");
    }

    @Test
    void whoseSettingsAreNoRecord() throws IOException {
        String cast = "(Class<? extends Record>) (Class<?>) String.class";
        new CompiledPlugin().module("Wrong", module("ok", cast, "")).into(jar);
        isRefused("the settings java.lang.String are no record");
    }

    @Test
    void whoseSettingsCannotBeBound() throws IOException {
        String body = module("ok", "Odd.class", "record Odd(Thread thread) {}");
        new CompiledPlugin().module("Wrong", body).into(jar);
        isRefused("no shape for class java.lang.Thread");
    }

    @Test
    void whoseStoreLacksTheSettingsOfAll() throws IOException {
        String body = module("store", "Settings.class", "").replace("TRAFFIC_LISTENER", "COUNTER_STORE");
        new CompiledPlugin().module("Wrong", body).into(jar);
        isRefused(
                "the settings stranger.Wrong$Settings do not implement io.gatehouse.domain.quota.SharedCounterSettings");
    }

    @Test
    void whoseDiscoveryHasNoParameters() throws IOException {
        String body = module("rooms", "Settings.class", "").replace("TRAFFIC_LISTENER", "HOST_DISCOVERY");
        new CompiledPlugin().module("Wrong", body).into(jar);
        isRefused("a discovery of hosts has parameters");
    }

    @Test
    void whoseParametersLackItsName() throws IOException {
        String body =
                module("rooms", "Settings.class, Settings.class", "").replace("ExtensionPoint.TRAFFIC_LISTENER, ", "");
        new CompiledPlugin().module("Wrong", body).into(jar);
        isRefused("the parameters stranger.Wrong$Settings are no record with a key rooms");
    }

    @Test
    void whoseStrategyIsOurs() throws IOException {
        String body = module("random", "Settings.class", "").replace("TRAFFIC_LISTENER", "LOAD_BALANCING");
        new CompiledPlugin().module("Wrong", body).into(jar);
        isRefused("random is a strategy of the gateway");
    }

    @Test
    void whoseAdminRouteIsOurs() throws IOException {
        String route = "@Provides static AdminRoute route() { return new AdminRoute() {"
                + " public String path() { return \"/health\"; }"
                + " public AdminResponse handle(AdminRequest request) { return AdminResponse.text(200, \"\"); } }; }";
        String body = module("ok", "Settings.class", route).replace("TRAFFIC_LISTENER", "ADMIN_ROUTE");
        new CompiledPlugin().module("Wrong", body).into(jar);
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "admin: { address: 127.0.0.1:0 }",
                                "admin: { address: 127.0.0.1:0, routes: { ok: {} } }"));
        String expected = "admin.routes: two admin routes for GET /health";

        assertThatThrownBy(() -> Gatehouse.start(file))
                .isInstanceOf(StartFailure.class)
                .hasMessage(expected);
        ProgramRun check = ProgramRun.of("check", file.toString());
        assertThat(check.code()).isEqualTo(1);
        assertThat(check.err()).contains(expected);
    }

    @Test
    void whoseNameIsOurs() throws IOException {
        String body = module("mongo", "Settings.class", "").replace("TRAFFIC_LISTENER", "QUOTA_LEDGER");
        new CompiledPlugin().module("Wrong", body).into(jar);
        isRefused("(expected an adapter of another name than throttling.mongo, which the gateway has itself)");
    }

    @Test
    void whoseNameIsTaken() throws IOException {
        String body = module("twice", "Settings.class", "");
        new CompiledPlugin().module("Wrong", body).names("stranger.Wrong").into(jar);
        isRefused("(expected an adapter of another name than traffic-listeners.twice, which ");
    }

    @Test
    void whoseNameAnotherJarHas() throws IOException {
        CompiledPlugin plugin = new CompiledPlugin().module("Wrong", module("twice", "Settings.class", ""));
        Path first = plugin.into(folder.resolve("first.jar"));
        Files.copy(first, jar);
        Files.writeString(file, Files.readString(file).replace("[wrong.jar]", "[wrong.jar, first.jar]"));

        ProgramRun check = ProgramRun.of("check", file.toString());

        assertThat(check.code()).isEqualTo(1);
        assertThat(check.err())
                .contains("plugins[1]: ", "(expected an adapter of another name than traffic-listeners.twice, which ")
                .contains("wrong.jar brings)");
    }

    @Test
    void whoseSettingsHoldThemselves() throws IOException {
        String body = module("ok", "Odd.class", "record Odd(List<Odd> more) {}");
        new CompiledPlugin().module("Wrong", body).into(jar);
        isRefused("(expected stranger.Wrong to have settings that end, and not a record within itself)");
    }

    @Test
    void whoseParametersCannotBeBound() throws IOException {
        String body = module("ok", "Settings.class, Odd.class", "public record Odd(Thread ok) {}")
                .replace("ExtensionPoint.TRAFFIC_LISTENER, ", "");
        new CompiledPlugin().module("Wrong", body).into(jar);
        isRefused("no shape for class java.lang.Thread");
    }

    @Test
    void whoseClassFailsToBegin() throws IOException {
        String body = module("ok", "Settings.class", "static { if (true) throw new AssertionError(\"on fire\"); }");
        new CompiledPlugin().module("Wrong", body).into(jar);
        isRefused("(expected stranger.Wrong to be usable, but java.lang.AssertionError: on fire)");
    }

    @Test
    void whoseEntryIsEndless() throws IOException {
        byte[] names = "# nothing\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        CompiledPlugin.pack(jar, Map.of(SERVICES, names));
        isRefused("(expected at most 65536 bytes in " + SERVICES + ")");
    }

    @Test
    void ofANewerJava() throws IOException {
        byte[] type = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 99, 0, 1};
        CompiledPlugin.pack(
                jar, Map.of("stranger/Wrong.class", type, SERVICES, "stranger.Wrong".getBytes(StandardCharsets.UTF_8)));
        isRefused("(expected stranger.Wrong for Java ");
    }

    @Test
    void thatCannotBeMade() throws IOException {
        new CompiledPlugin().module("Wrong", module("ok", "Settings.class", "")).into(jar);
        Files.writeString(file, Files.readString(file) + "traffic-listeners: { ok: {} }\n");
        String expected = "traffic-listeners.ok: cannot be made (expected stranger.Wrong of " + jar
                + " to make a TrafficListener, but ";

        assertThatThrownBy(() -> Gatehouse.start(file))
                .isInstanceOf(StartFailure.class)
                .satisfies(failure ->
                        assertThat(failure.getMessage()).contains(expected).doesNotContain("\n"));
        ProgramRun check = ProgramRun.of("check", file.toString());
        assertThat(check.code()).isEqualTo(1);
        assertThat(check.err()).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@Provides static TrafficListener port() { throw new AssertionError(\"on fire\"); }",
                "@Provides static TrafficListener port(Odd odd) { return null; } static class Odd { Odd(Thread any) {} }",
                "@Provides static TrafficListener port(A a) { return exchange -> {}; }"
                        + " public record A(String text) {} @Provides static A a(A again) { return again; }",
                "@Provides static TrafficListener port() { return null; }"
            })
    void thatFailsWhileItIsMade(String body) throws IOException {
        new CompiledPlugin()
                .module("Wrong", module("ok", "Settings.class", body))
                .into(jar);
        Files.writeString(file, Files.readString(file) + "traffic-listeners: { ok: {} }\n");

        ProgramRun check = ProgramRun.of("check", file.toString());

        assertThat(check.code()).isEqualTo(1);
        assertThat(check.err()).contains("traffic-listeners.ok: cannot be made (expected stranger.Wrong of " + jar);
        assertThatThrownBy(() -> Gatehouse.start(file))
                .isInstanceOf(StartFailure.class)
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("\n"));
    }

    /** What the program has, it has for all: a jar that brings a class of the API does not replace it. */
    @Test
    void thatBringsAClassOfTheApiGetsOurs() throws IOException {
        new CompiledPlugin()
                .module(
                        "Wrong",
                        module(
                                "ok",
                                "Settings.class",
                                "@Provides static TrafficListener port() { return exchange -> {}; }"))
                .whole("AdapterSupport", "package io.gatehouse.plugin; public interface AdapterSupport { int mine(); }")
                .into(jar);
        Files.writeString(file, Files.readString(file) + "traffic-listeners: { ok: {} }\n");

        Gatehouse.start(file).close();
    }

    @Test
    void seesNothingOfTheProgramButTheApi() throws IOException {
        String body = module(
                "ok",
                "hidden()",
                "static Class<Settings> hidden() { io.gatehouse.app.Main.main(new String[0]); return null; }");
        new CompiledPlugin().module("Wrong", body).into(jar);
        isRefused("NoClassDefFoundError: io/gatehouse/app/Main");
    }

    @Test
    void twoBringDifferentVersionsOfOneClass() throws IOException {
        for (String version : new String[] {"one", "two"}) {
            String body = module(
                    version,
                    "Settings.class",
                    "@Provides static TrafficListener listener() {"
                            + " System.setProperty(\"stranger.\" + Version.NAME, \"" + version
                            + "\"); return exchange -> {}; }");
            new CompiledPlugin()
                    .module("Wrong", body)
                    .source("Version", "class Version { static final String NAME = new String(\"" + version + "\"); }")
                    .into(folder.resolve(version + ".jar"));
        }
        Files.writeString(
                file,
                Files.readString(file).replace("[wrong.jar]", "[one.jar, two.jar]")
                        + "traffic-listeners: { one: {}, two: {} }\n");

        Gatehouse.start(file).close();

        assertThat(System.getProperty("stranger.one")).isEqualTo("one");
        assertThat(System.getProperty("stranger.two")).isEqualTo("two");
    }
}
