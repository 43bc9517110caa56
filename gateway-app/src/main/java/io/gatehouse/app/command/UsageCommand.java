package io.gatehouse.app.command;

import io.gatehouse.app.comparison.LiveGateway;
import io.gatehouse.app.console.Terminal;
import io.gatehouse.configuration.Printable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gatehouse usage}. */
@Command(name = "usage", description = "Show who has used how much of a running gateway.")
final class UsageCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private final LiveOption live = new LiveOption();

    @Option(
            names = "--by",
            paramLabel = "WHAT,...",
            defaultValue = "tenant",
            description =
                    "Some of hour, tenant, application, key, service, version, status. Default: ${DEFAULT-VALUE}.")
    private String by = "tenant";

    @Option(names = "--from", paramLabel = "TIME", description = "A day or a time in UTC. Default: this month's first.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "The end, not included. Default: now.")
    private @Nullable String to;

    @Option(
            names = "--where",
            paramLabel = "WHAT=NAME",
            description = "Only what has this name, such as tenant=acme. May be repeated.")
    private Map<String, String> where = new LinkedHashMap<>();

    @Option(names = "--json", description = "Print JSON instead of CSV.")
    private boolean json;

    UsageCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var query = new LinkedHashMap<>(where);
        query.put("by", by);
        if (from != null) {
            query.put("from", from);
        }
        if (to != null) {
            query.put("to", to);
        }
        query.put("format", json ? "json" : "csv");
        String path = "usage?"
                + query.entrySet().stream()
                        .map(part -> encoded(part.getKey()) + "=" + encoded(part.getValue()))
                        .collect(Collectors.joining("&"));
        try {
            LiveGateway gateway = live.gateway(terminal);
            if (gateway == null) {
                return ExitCode.FAILED;
            }
            gateway.get(path, json ? "application/json" : "text/csv")
                    .lines()
                    .forEach(line -> terminal.say(Printable.whole(line)));
            return ExitCode.FINE;
        } catch (LiveGateway.NotCompared e) {
            terminal.complain(String.valueOf(e.getMessage()));
            return ExitCode.FAILED;
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
