package io.gatehouse.benchmarks.load.proxy;

import io.gatehouse.benchmarks.load.generator.LoadGenerator.Workload;
import io.gatehouse.benchmarks.load.process.Children;
import io.gatehouse.benchmarks.load.process.JavaCommand;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the proxies are set up.
 *
 * @param children who starts them
 * @param folder where their configuration goes
 * @param java how a JVM is started
 * @param workload what they will be asked
 * @param backendPort where the backend listens on 127.0.0.1
 * @param accessLog where the gateway's access log goes
 */
public record ProxyEnvironment(
        Children children, Path folder, JavaCommand java, Workload workload, int backendPort, AccessLogTo accessLog) {

    String backend() {
        return "http://127.0.0.1:" + backendPort;
    }

    /**
     * Where the gateway's access log goes: lines are made in any case but the last.
     *
     * @param file a file that is written anew; null to throw the lines away as the system takes them
     * @param off whether there is no access log at all
     */
    public record AccessLogTo(@Nullable Path file, boolean off) {

        /** Reads {@code on} (made and thrown away), {@code off}, or the path of a file. */
        public static AccessLogTo parse(String text) {
            return switch (text) {
                case "on" -> new AccessLogTo(null, false);
                case "off" -> new AccessLogTo(null, true);
                default -> new AccessLogTo(Path.of(text).toAbsolutePath(), false);
            };
        }

        Redirect redirect() {
            return file == null ? Redirect.DISCARD : Redirect.to(file.toFile());
        }

        @Override
        public String toString() {
            if (off) {
                return "off";
            }
            return file == null ? "JSON to the null device" : "JSON to " + file;
        }
    }
}
