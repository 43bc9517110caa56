package io.gatehouse.app.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** The three hosts that the demonstration's service runs on. */
final class EchoHosts implements AutoCloseable {

    private static final int THREADS = 8;
    private static final List<String> NAMES = List.of("orders-1", "orders-2", "orders-3");

    private final List<EchoHost> hosts = new ArrayList<>();
    private final HealthToggle toggle = new HealthToggle(NAMES.get(2));
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS, EchoHosts::thread);

    private EchoHosts() {}

    /** Starts them all, on free ports. */
    static EchoHosts start() throws IOException {
        serveLikeABackend();
        var started = new EchoHosts();
        try {
            for (String name : NAMES) {
                started.hosts.add(EchoHost.start(name, started.toggle, started.executor));
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

    /** The name of the host that can be made unhealthy. */
    String toggled() {
        return toggle.host();
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

    /** Which host of the demonstration can be made unhealthy, and whether it is. Safe for concurrent use. */
    static final class HealthToggle {

        private final String host;
        private final AtomicBoolean unhealthy = new AtomicBoolean();

        HealthToggle(String host) {
            this.host = host;
        }

        String host() {
            return host;
        }

        boolean fails(String asked) {
            return unhealthy.get() && host.equals(asked);
        }

        void set(boolean nowUnhealthy) {
            unhealthy.set(nowUnhealthy);
        }
    }
}
