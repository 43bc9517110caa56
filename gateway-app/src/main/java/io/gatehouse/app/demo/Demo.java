package io.gatehouse.app.demo;

import io.gatehouse.app.console.StopSignals;
import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.app.startup.GatehouseConfiguration;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;

/** Everything of the demonstration in one process: upstream hosts, configuration files, a gateway. */
public final class Demo {

    private Demo() {}

    /**
     * Runs the demonstration until a signal asks to stop.
     *
     * @param port where the gateway listens on the loopback interface; 0 for any free port
     * @param adminPort where it listens for operators there; 0 for any free port
     * @throws StartFailure if the port is taken, or the temporary folder cannot be written
     */
    public static void run(int port, int adminPort, Terminal terminal) {
        StopSignals signals = StopSignals.caught();
        try {
            demonstrate(port, adminPort, terminal, (page, gateway) -> {
                page.run();
                signals.await();
            });
        } catch (StartFailure e) {
            signals.release();
            throw e;
        }
    }

    /**
     * Starts the demonstration, makes the first of the calls that it suggests, prints the status of the response, and stops. True
     * if it was 200.
     *
     * @throws StartFailure as {@link #run} does
     */
    public static boolean callOnce(int port, int adminPort, Terminal terminal) {
        int[] status = new int[1];
        demonstrate(port, adminPort, terminal, (page, gateway) -> {
            var call = (HttpURLConnection)
                    URI.create(url(gateway.address()) + "/orders/items").toURL().openConnection();
            call.setRequestProperty("key", DemoPage.KEY);
            status[0] = call.getResponseCode();
        });
        terminal.say(status[0] + " GET /orders/items");
        return status[0] == HttpURLConnection.HTTP_OK;
    }

    /** What is done while the demonstration runs. */
    private interface Visit {
        void with(Runnable page, Gatehouse gateway) throws IOException;
    }

    private static void demonstrate(int port, int adminPort, Terminal terminal, Visit visit) {
        // Of its own, so that one who waits for it keeps nobody else from the terminal's.
        var out = new PrintWriter(new FileOutputStream(FileDescriptor.out), false, Charset.defaultCharset());
        try (EchoHosts hosts = EchoHosts.start();
                DemoFolder folder = DemoFolder.write(values(port, adminPort, hosts));
                var lines = new CallLines(out, terminal.colours(), names(hosts));
                Gatehouse gateway = Gatehouse.start(
                        GatehouseConfiguration.read(folder.configuration()).withTrafficListener(lines))) {
            var page = new DemoPage(out, terminal.colours());
            visit.with(
                    () -> lines.start(() ->
                            page.print(url(gateway.address()), url(gateway.adminAddress()), hosts, folder.path())),
                    gateway);
        } catch (IOException e) {
            throw new StartFailure("the demonstration cannot be set up: " + e.getMessage(), e);
        }
    }

    private static String url(InetSocketAddress address) {
        return "http://127.0.0.1:" + address.getPort();
    }

    private static Map<String, String> values(int port, int adminPort, EchoHosts hosts) {
        Map<String, String> values = new HashMap<>();
        values.put("port", Integer.toString(port));
        values.put("admin-port", Integer.toString(adminPort));
        values.put("key", DemoPage.KEY);
        hosts.all().forEach(host -> values.put(host.name(), host.url()));
        return values;
    }

    private static Map<String, String> names(EchoHosts hosts) {
        Map<String, String> names = new HashMap<>();
        hosts.all().forEach(host -> names.put(host.url(), host.name()));
        return names;
    }
}
