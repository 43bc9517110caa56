package io.gatehouse.benchmarks.load.proxy;

import io.gatehouse.benchmarks.load.process.ChildJvm;
import io.gatehouse.benchmarks.load.process.FreePorts;
import io.undertow.Undertow;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * The least that Undertow needs to be a reverse proxy: what the gateway does beyond its costs is the gateway's own.
 *
 * <p>Arguments are the port, the backend's URL, and connections per I/O thread. As many I/O threads as the gateway has:
 * one a processor. Ends with its input.
 */
public final class BareProxy {

    private static final int MILLIS_PER_REQUEST = 30_000;

    private BareProxy() {}

    public static void main(String[] arguments) throws IOException {
        ChildJvm.keepLogQuiet();
        Undertow server =
                start(Integer.parseInt(arguments[0]), URI.create(arguments[1]), Integer.parseInt(arguments[2]));
        ChildJvm.awaitEndOfInput();
        server.stop();
    }

    static Undertow start(int port, URI backend, int connections) {
        var client = new LoadBalancingProxyClient()
                .setConnectionsPerThread(connections)
                .setSoftMaxConnectionsPerThread(connections)
                .setMaxQueueSize(connections)
                .addHost(backend);
        Undertow server = Undertow.builder()
                .setIoThreads(Runtime.getRuntime().availableProcessors())
                .addHttpListener(port, "127.0.0.1")
                .setHandler(ProxyHandler.builder()
                        .setProxyClient(client)
                        .setMaxRequestTime(MILLIS_PER_REQUEST)
                        .build())
                .build();
        server.start();
        return server;
    }

    static Target start(ProxyEnvironment environment) throws IOException {
        int port = FreePorts.next();
        Path folder = environment.folder("bare");
        var command = environment
                .java()
                .proxy(
                        folder.resolve("safepoints.log"),
                        BareProxy.class.getName(),
                        Integer.toString(port),
                        environment.backend(),
                        Integer.toString(environment.connections()));
        return new Target(Target.Kind.BARE, port, environment.start("bare", command), folder, Tenancy.USUAL, 0);
    }
}
