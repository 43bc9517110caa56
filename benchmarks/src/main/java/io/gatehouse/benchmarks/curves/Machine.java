package io.gatehouse.benchmarks.curves;

import io.gatehouse.benchmarks.load.process.Children;
import io.gatehouse.benchmarks.load.process.Programs;
import io.gatehouse.benchmarks.load.proxy.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Describes what a run took place on: enough to compare, nothing that names the machine. */
final class Machine {

    private static final Duration QUICKLY = Duration.ofSeconds(5);
    private static final Pattern VERSION = Pattern.compile("(?<=[ /vV])\\d+\\.\\d+(\\.\\d+)?[-+.\\w]*");
    private static final long MIB = 1 << 20;

    private Machine() {}

    static Map<String, String> describe() {
        var machine = new LinkedHashMap<String, String>();
        machine.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        machine.put("model", field(Path.of("/proc/cpuinfo"), "model name"));
        machine.put("memory", memory(field(Path.of("/proc/meminfo"), "MemTotal")));
        machine.put(
                "system",
                System.getProperty("os.name") + " "
                        + System.getProperty("os.version").replaceAll("[^0-9.].*", "") + ", "
                        + System.getProperty("os.arch"));
        return machine;
    }

    private static String memory(String kibibytes) {
        return kibibytes.matches("\\d+ kB")
                ? Math.round(Long.parseLong(kibibytes.replace(" kB", "")) / (double) MIB) + " GiB"
                : kibibytes;
    }

    /** The first {@code name : value} in a file of the system. */
    private static String field(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** Versions of Java and of what is installed of the other programs; what is not is named as missing. */
    static Map<String, String> versions(Path java, Children children) throws IOException, InterruptedException {
        var versions = new LinkedHashMap<String, String>();
        versions.put("java", javaRelease(java));
        versions.put("gatehouse", revision(children));
        for (Target.Kind kind : List.of(Target.Kind.NGINX, Target.Kind.HAPROXY, Target.Kind.CADDY)) {
            // Caddy says its version only if it was built in one of several ways; its list of modules always holds it.
            versions.put(
                    kind.label(), version(children, kind.program(), kind == Target.Kind.CADDY ? "build-info" : "-v"));
        }
        versions.put("wrk", version(children, "wrk", "-v"));
        return versions;
    }

    private static String revision(Children children) throws IOException, InterruptedException {
        Path here = Path.of("").toAbsolutePath();
        if (Programs.find("git") == null) {
            return "unknown revision";
        }
        String told = said(children, List.of("git", "-C", here.toString(), "rev-parse", "--short=10", "HEAD"));
        return told.strip().matches("[0-9a-f]+") ? "revision " + told.strip() : "unknown revision";
    }

    private static String version(Children children, String program, String option)
            throws IOException, InterruptedException {
        return Programs.find(program) == null
                ? "not installed"
                : firstVersion(said(children, List.of(program, option)));
    }

    /** What looks like a version, such as 1.22.1. */
    static String firstVersion(String text) {
        Matcher version = VERSION.matcher(text);
        return version.find() ? version.group() : "unknown";
    }

    /** Both outputs together; some of these programs end with another status than 0 when asked for their version. */
    private static String said(Children children, List<String> command) throws IOException, InterruptedException {
        var quoted = new StringBuilder();
        command.forEach(word -> quoted.append('\'').append(word).append("' "));
        return children.run("version", List.of("sh", "-c", quoted + "2>&1 || true"), QUICKLY);
    }

    /** Which Java a program is, from the file that every JDK carries. */
    static String javaRelease(Path java) {
        try {
            Path release = java.toRealPath().resolve("../../release").normalize();
            var properties = new Properties();
            try (InputStream content = Files.newInputStream(release)) {
                properties.load(content);
            }
            String version = properties.getProperty("JAVA_RUNTIME_VERSION", properties.getProperty("JAVA_VERSION", ""));
            return (properties.getProperty("IMPLEMENTOR", "") + " " + version)
                    .replace("\"", "")
                    .trim();
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** The number of a Java, such as 25; "unknown" if its release does not say. */
    static String feature(String release) {
        Matcher version = Pattern.compile("(\\d+)[.+\\d_-]*").matcher(release.replaceAll("^[^0-9]*", ""));
        return version.lookingAt() ? version.group(1) : "unknown";
    }
}
