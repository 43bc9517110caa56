package io.gatehouse.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that is checked in is what its sources make, to the byte. */
class PageBuildTest {

    private static final Path SOURCES =
            Path.of("..", "dashboard").toAbsolutePath().normalize();
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.(\\d+)\\.\\d+\\s*");
    private static final int MINUTES = 5;

    /** What npm says where it cannot reach a registry. */
    private static final Pattern UNREACHABLE = Pattern.compile(
            "code (ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT)");

    @TempDir
    private Path made;

    /** What a program said, and how it ended. */
    private record Said(int code, String text) {}

    private void install() throws Exception {
        assumeTrue(isOnPath("node") && isOnPath("npm"), "needs node and npm on the path");
        Matcher version = VERSION.matcher(run("node", "--version").text());
        assumeTrue(
                version.matches() && isRecent(Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2))),
                "needs node 20.19, 22.12 or newer");
        String lock = Files.readString(SOURCES.resolve("package-lock.json"));
        Path installed = SOURCES.resolve("node_modules/.installed-by");
        if (!Files.exists(installed) || !Files.readString(installed).equals(lock)) {
            Said said = run("npm", "ci", "--prefer-offline", "--ignore-scripts");
            assumeTrue(!UNREACHABLE.matcher(said.text()).find(), "needs a registry of npm, or its cache");
            assertThat(said.code()).as(said.text()).isZero();
            Files.writeString(installed, lock);
        }
    }

    private static boolean isRecent(int major, int minor) {
        return major > 22 || (major == 22 && minor >= 12) || (major == 20 && minor >= 19);
    }

    @Test
    void thePageIsWhatItsSourcesMake() throws Exception {
        install();
        Path built = made.resolve("dist");
        assertGood(run("npm", "run", "--silent", "build", "--", "--outDir", built.toString()));
        assertThat(files(SOURCES.resolve("dist")))
                .as("`npm run build` in dashboard/ makes something else than what is checked in")
                .isEqualTo(files(built));
    }

    @Test
    @Tag("slow")
    void theTypesAreThoseOfTheDescriptionOfTheApi() throws Exception {
        install();
        Path types = made.resolve("schema.d.ts");
        assertGood(run(
                "npx",
                "--no-install",
                "openapi-typescript",
                "../docs/dashboard-api.yaml",
                "--output",
                types.toString()));
        assertThat(SOURCES.resolve("src/api/schema.d.ts"))
                .as("`npm run types` in dashboard/ makes something else than what is checked in")
                .hasSameTextualContentAs(types);
    }

    @Test
    @Tag("slow")
    void itsTypesAreRightAndItsOwnTestsPass() throws Exception {
        install();
        assertGood(run("npm", "run", "--silent", "check"));
        assertGood(run("npm", "test", "--silent"));
    }

    @Test
    void theLockFileNamesNoServer() throws Exception {
        assertThat(SOURCES.resolve("package-lock.json")).content().doesNotContain("\"resolved\"", "registry");
    }

    private static void assertGood(Said said) {
        assertThat(said.code()).as(said.text()).isZero();
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private Said run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(made, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(SOURCES.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
            String text = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(ended).as("ends within minutes: %s", text).isTrue();
            return new Said(process.exitValue(), text);
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    /** Files below a folder by their names, as hexadecimal digits. */
    private static Map<String, String> files(Path folder) throws IOException {
        var files = new TreeMap<String, String>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return files;
    }
}
