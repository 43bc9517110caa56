package io.gatehouse.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Tells which Java a program is, from the file that every JDK carries. */
final class JavaRelease {

    private JavaRelease() {}

    static String of(Path java) {
        try {
            Path release = java.toRealPath().resolve("../../release").normalize();
            var properties = new Properties();
            try (InputStream content = Files.newInputStream(release)) {
                properties.load(content);
            }
            String version = properties.getProperty("JAVA_RUNTIME_VERSION", properties.getProperty("JAVA_VERSION", ""));
            return (properties.getProperty("IMPLEMENTOR", "") + " " + version).replace("\"", "");
        } catch (IOException e) {
            return "unknown release";
        }
    }
}
