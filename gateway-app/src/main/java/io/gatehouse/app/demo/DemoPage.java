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

    /** The key of the demonstration's tenant. */
    static final String KEY = "demo-key";

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
        table.row("dashboard", admin + "/dashboard/", "what happens now, for a browser");
        for (EchoHost host : hosts.all()) {
            boolean toggled = host.name().equals(hosts.toggled());
            table.row(host.name(), host.url(), toggled ? "can be made unhealthy" : "");
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
        for (DemoCall call : suggested(gateway, admin, hosts.toggled())) {
            out.println();
            out.println(colours.faint(call.heading()));
            out.println(call.command());
        }
    }

    /**
     * A call to try.
     *
     * @param status what the last answer to it will be
     * @param meaning what it shows, in a few words
     * @param command the command that makes it, to be pasted into a shell
     */
    private record DemoCall(int status, String meaning, String command) {

        /** The line to print above the command; a script finds the status in it. */
        String heading() {
            return "# " + status + "  " + meaning;
        }
    }

    /**
     * The calls to suggest, for a gateway and an admin port at these URLs, and the host that can be made unhealthy. They can be made in
     * this order; the first is one that succeeds.
     */
    private static List<DemoCall> suggested(String gateway, String admin, String toggled) {
        String withKey = "curl -H 'key: " + KEY + "' ";
        return List.of(
                new DemoCall(200, "by the service's name; each host has its turn", withKey + gateway + "/orders/items"),
                new DemoCall(401, "the same without a key", "curl " + gateway + "/orders/items"),
                new DemoCall(
                        403,
                        "what the tenant's package does not include",
                        withKey + "-X DELETE " + gateway + "/orders/items/42"),
                new DemoCall(
                        429,
                        "more than three calls a minute of what is limited",
                        withKey + "'" + gateway + "/orders/offers?[1-5]'"),
                new DemoCall(200, "with a version", withKey + gateway + "/orders/v1/items/42"),
                new DemoCall(200, "by a route", withKey + "-d book=1 " + gateway + "/api/v1/items"),
                new DemoCall(404, "no such service", "curl " + gateway + "/unknown"),
                new DemoCall(404, "no such version", withKey + gateway + "/orders/v9/items"),
                new DemoCall(400, "a path with two readings", "curl --path-as-is " + gateway + "/orders/../admin"),
                new DemoCall(
                        200,
                        "make " + toggled + " unhealthy: within a second it gets no more calls",
                        withKey + "-X POST " + gateway + "/orders/unhealthy"),
                new DemoCall(200, "the health of every host", "curl " + admin + "/health"),
                new DemoCall(
                        200, "make " + toggled + " healthy again", withKey + "-X POST " + gateway + "/orders/healthy"),
                new DemoCall(200, "what the gateway has counted", "curl " + admin + "/metrics"));
    }
}
