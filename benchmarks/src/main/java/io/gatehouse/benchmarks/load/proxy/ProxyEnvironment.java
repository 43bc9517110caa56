package io.gatehouse.benchmarks.load.proxy;

import io.gatehouse.benchmarks.load.generator.Workload;
import io.gatehouse.benchmarks.load.process.Children;
import io.gatehouse.benchmarks.load.process.JavaCommand;
import java.nio.file.Path;

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
}
