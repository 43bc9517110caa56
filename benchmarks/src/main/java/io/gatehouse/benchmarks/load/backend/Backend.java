package io.gatehouse.benchmarks.load.backend;

import io.gatehouse.benchmarks.load.generator.Workload.Ask;
import io.gatehouse.benchmarks.load.process.Child;
import io.gatehouse.benchmarks.load.process.Children;
import io.gatehouse.benchmarks.load.process.FreePorts;
import io.gatehouse.benchmarks.load.process.JavaCommand;
import io.gatehouse.benchmarks.load.process.ProcessReadiness;
import io.gatehouse.benchmarks.load.process.Programs;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
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
        ProcessReadiness.await(port, new Ask(Payload.path(Payload.USUAL), Map.of()), backend.child());
        return backend;
    }

    private static Child startJava(Children children, JavaCommand java, int port) throws IOException {
        var command = java.other(JsonBackend.class.getName(), Integer.toString(port));
        return children.start("backend", command, Redirect.DISCARD);
    }

    /** The responses of the backend: JSON documents, whose size in bytes is the last part of the path. */
    public static final class Payload {

        /** What is answered from memory. */
        static final int USUAL = 1024;

        private static final String FOLDER = "/area-1/";
        private static final String BEGIN = "{\"data\":\"";
        private static final String END = "\"}";

        private Payload() {}

        /** The path of a response of this size, one of {@link #sizes}. */
        public static String path(int bytes) {
            return FOLDER + bytes;
        }

        /** From 1 KiB to 10 MiB. */
        public static List<Integer> sizes() {
            return List.of(USUAL, 10 << 10, 100 << 10, 1 << 20, 10 << 20);
        }

        static String json(int bytes) {
            return BEGIN + "x".repeat(bytes - BEGIN.length() - END.length()) + END;
        }
    }
}
