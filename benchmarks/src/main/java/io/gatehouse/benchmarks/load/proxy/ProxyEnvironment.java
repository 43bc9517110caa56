package io.gatehouse.benchmarks.load.proxy;

import io.gatehouse.benchmarks.load.process.Child;
import io.gatehouse.benchmarks.load.process.Children;
import io.gatehouse.benchmarks.load.process.JavaCommand;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the proxies are set up.
 *
 * @param children who starts them
 * @param root below which each has its folder
 * @param java how a JVM is started
 * @param backendPort where the backend listens on 127.0.0.1
 * @param connections how many connections to the backend a proxy may need at a time
 */
public record ProxyEnvironment(Children children, Path root, JavaCommand java, int backendPort, int connections) {

    String backend() {
        return "http://127.0.0.1:" + backendPort;
    }

    /** A new folder for a proxy of this name. */
    Path folder(String name) throws IOException {
        return Files.createDirectories(root.resolve(name));
    }

    /** Starts it; what it writes, its access log included, goes to the null device. */
    Child start(String name, List<String> command) throws IOException {
        return children.start(name, command, Redirect.DISCARD);
    }
}
