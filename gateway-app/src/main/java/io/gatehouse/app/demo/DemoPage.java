package io.gatehouse.app.demo;

import io.gatehouse.app.console.Colours;
import io.gatehouse.app.console.TextTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * What the demonstration prints once it runs: what runs where, and calls to try. A call stands alone on its line, so that
 * it can be copied, or cut out by a script; the line above it begins with the status that will answer it.
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
        for (DemoCall call : DemoCalls.of(gateway, admin, hosts.patient())) {
            out.println();
            out.println(colours.faint(call.heading()));
            out.println(call.command());
        }
    }
}
