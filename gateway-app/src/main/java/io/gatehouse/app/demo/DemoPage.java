package io.gatehouse.app.demo;

import io.gatehouse.app.console.Colours;
import io.gatehouse.app.console.TextTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * What the demonstration prints once it runs: what runs where, and calls to try. A call stands alone on its line, so that
 * it can be copied, or cut out by a script.
 */
final class DemoPage {

    private final PrintWriter out;
    private final Colours colours;

    DemoPage(PrintWriter out, Colours colours) {
        this.out = out;
        this.colours = colours;
    }

    void print(String gateway, String admin, EchoHosts hosts, Path folder) {
        var table = new TextTable("WHAT", "WHERE", "");
        table.row("gateway", gateway, "clients call this");
        table.row("admin", admin, "health and metrics");
        for (EchoHost host : hosts.all()) {
            boolean patient = host.name().equals(hosts.patient());
            table.row(host.name(), host.url(), patient ? "can be switched to sick" : "");
        }
        table.row("files", folder.toString(), "gone when the demonstration stops");
        List<String> lines = table.lines();
        out.println(colours.strong(lines.get(0)));
        lines.stream().skip(1).forEach(out::println);
        calls(gateway, admin, hosts);
        out.println();
        out.println(colours.strong("CALLS AS THEY PASS") + " (Ctrl-C stops)");
        out.flush();
    }

    private void calls(String gateway, String admin, EchoHosts hosts) {
        group("Through the gateway, to each host in turn: by the service's name, with a version, by a route");
        out.println("curl " + gateway + "/orders/items");
        out.println("curl " + gateway + "/orders/v1/items/42");
        out.println("curl -d book=1 " + gateway + "/api/v1/items");
        group("Refused by the gateway: no such service, no such version, a path with two readings");
        out.println("curl " + gateway + "/unknown");
        out.println("curl " + gateway + "/orders/v9/items");
        out.println("curl --path-as-is " + gateway + "/orders/../admin");
        group("Make " + hosts.patient() + " sick: within a second it gets no more calls. Then make it well again");
        out.println("curl -X POST " + gateway + "/orders/sick");
        out.println("curl " + admin + "/health");
        out.println("curl -X POST " + gateway + "/orders/well");
        group("What the gateway has counted");
        out.println("curl " + admin + "/metrics");
    }

    private void group(String text) {
        out.println();
        out.println(colours.faint("# " + text));
    }
}
