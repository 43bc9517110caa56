package io.gatehouse.benchmarks.load.backend;

import io.gatehouse.benchmarks.load.process.Child;
import io.gatehouse.benchmarks.load.process.Children;
import io.gatehouse.benchmarks.load.process.FreePorts;
import io.gatehouse.benchmarks.load.process.JavaCommand;
import io.gatehouse.benchmarks.load.process.ProcessReadiness;
import io.gatehouse.benchmarks.load.process.Programs;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Map;

/**
 * What runs behind the proxies.
 *
 * @param kind what it is called in the report
 * @param child its process
 * @param port where it listens on 127.0.0.1
 */
public record Backend(String kind, Child child, int port) {

    /** The kinds that one may ask for. */
    public enum Kind {
        /** nginx, answering from memory. */
        NGINX,
        /** Undertow in a JVM of its own. */
        JAVA
    }

    /** The quickest kind that this machine has. */
    public static Kind best() {
        return Programs.find("nginx") == null ? Kind.JAVA : Kind.NGINX;
    }

    /** Starts it, and returns when it answers. */
    public static Backend start(Kind kind, Children children, Path folder, JavaCommand java)
            throws IOException, InterruptedException {
        int port = FreePorts.next();
        Backend backend = switch (kind) {
            case NGINX -> new Backend("nginx, 1 worker", NginxBackend.start(children, folder, port), port);
            case JAVA -> new Backend("Undertow", startJava(children, java, port), port);
        };
        ProcessReadiness.await("http://127.0.0.1:" + port + "/", Payload.bytes("/"), backend.child());
        return backend;
    }

    private static Child startJava(Children children, JavaCommand java, int port) throws IOException {
        var command = java.other(JsonBackend.class.getName(), Integer.toString(port));
        return children.start("backend", command, Redirect.DISCARD);
    }

    /** The responses of the backend: JSON documents of a fixed size, by path. */
    public static final class Payload {

        private static final Map<String, Integer> BYTES = Map.of("/", 1024, "/100k", 100 * 1024);
        private static final String BEGIN = "{\"data\":\"";
        private static final String END = "\"}";

        private Payload() {}

        /** Whether the backend has a response at this path. */
        public static boolean exists(String path) {
            return BYTES.containsKey(path);
        }

        /** The size of the response at this path, in bytes. */
        public static int bytes(String path) {
            Integer bytes = BYTES.get(path);
            if (bytes == null) {
                throw new IllegalArgumentException("the backend answers at " + BYTES.keySet() + ", not at " + path);
            }
            return bytes;
        }

        /** The response at this path. */
        static String json(String path) {
            return BEGIN + "x".repeat(bytes(path) - BEGIN.length() - END.length()) + END;
        }
    }
}
