package io.gatehouse.app.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The three hosts that the demonstration's service runs on. */
final class EchoHosts implements AutoCloseable {

    private static final int THREADS = 8;
    private static final List<String> NAMES = List.of("orders-1", "orders-2", "orders-3");

    private final List<EchoHost> hosts = new ArrayList<>();
    private final HealthToggle sickness = new HealthToggle(NAMES.get(2));
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS, EchoHosts::thread);

    private EchoHosts() {}

    /** Starts them all, on free ports. */
    static EchoHosts start() throws IOException {
        serveLikeABackend();
        var started = new EchoHosts();
        try {
            for (String name : NAMES) {
                started.hosts.add(EchoHost.start(name, started.sickness, started.executor));
            }
            return started;
        } catch (IOException e) {
            started.close();
            throw e;
        }
    }

    /** In the order of their names. */
    List<EchoHost> all() {
        return List.copyOf(hosts);
    }

    /** The name of the host that can be switched to sick. */
    String patient() {
        return sickness.patient();
    }

    /**
     * The JDK's server is made for trying things out. It reads these settings when it is first used: send small answers
     * at once, and keep idle connections for as long as the gateway's pool may want them.
     */
    private static void serveLikeABackend() {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.idleInterval", "3600");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    }

    private static Thread thread(Runnable task) {
        var thread = new Thread(task, "demo-echo");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        hosts.forEach(EchoHost::close);
        executor.shutdown();
    }
}
