package io.gatehouse.app.command;

import io.gatehouse.app.comparison.LiveGateway;
import io.gatehouse.app.configuration.AdminConfiguration;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.console.JsonText;
import io.gatehouse.app.console.Terminal;
import io.gatehouse.app.explain.ExplanationReport;
import io.gatehouse.app.explain.LiteralRequest;
import io.gatehouse.app.explain.NamedCaller;
import io.gatehouse.app.explain.PastRequest;
import io.gatehouse.app.explain.ReportText;
import io.gatehouse.app.explain.UnusableRequest;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.app.reading.LoadedConfiguration;
import io.gatehouse.app.startup.OfflineGateway;
import io.gatehouse.configuration.Printable;
import io.gatehouse.mongodb.MongoConnections;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatehouse explain}. */
@Command(
        name = "explain",
        abbreviateSynopsis = true,
        description = "Explain how a request would be handled; sends nothing.",
        footer = {"", "Exit codes: 0 forwarded or answered, 1 refused, 2 no explanation or a usage error."})
final class ExplainCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", arity = "0..1", paramLabel = "METHOD", description = "The method, such as GET.")
    private @Nullable String method;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PATH",
            description = "A path with its query, or a whole URL.")
    private @Nullable String path;

    @Option(
            names = "--request-id",
            paramLabel = "ID",
            description = "Explain a request that a running gateway has answered, instead of METHOD and PATH.")
    private @Nullable String requestId;

    @Option(
            names = "--live",
            paramLabel = "URL",
            description = "The admin port of that gateway. Default: admin.address of the configuration.")
    private @Nullable String live;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(
            names = "--as",
            paramLabel = "TENANT/APPLICATION/KEY",
            description = "Explain the request of this key; no secret is needed.")
    private @Nullable String as;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Explain the request of this user, as if with a valid token.")
    private @Nullable String user;

    @Option(
            names = "--groups",
            paramLabel = "NAME",
            split = ",",
            description = "The groups that this token names, separated by commas.")
    private @Nullable List<String> groups;

    @Option(
            names = "--certificate",
            paramLabel = "SUBJECT",
            description = "Explain the request of a client whose certificate has this subject, or SHA-256 fingerprint.")
    private @Nullable String certificate;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'Name: value'",
            description = "A header; may be given several times.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--ip",
            paramLabel = "ADDRESS",
            defaultValue = LiteralRequest.USUAL_PEER,
            description = "The address at the other end of the connection. Default: ${DEFAULT-VALUE}.")
    private String ip = LiteralRequest.USUAL_PEER;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (requestId != null) {
            return explainPast(requestId);
        }
        if (method == null || path == null) {
            terminal.complain("METHOD and PATH are missing (expected METHOD PATH FILE, or --request-id ID FILE)");
            return ExitCode.USAGE_ERROR;
        }
        LiteralRequest request;
        try {
            request = LiteralRequest.of(method, path, headers, ip, NamedCaller.of(as, user, groups))
                    .certified(certificate);
        } catch (UnusableRequest e) {
            terminal.complain(String.valueOf(e.getMessage()));
            return ExitCode.USAGE_ERROR;
        }
        try (var connections = new MongoConnections();
                LoadedConfiguration reading = config.read(terminal, connections)) {
            return explain(request, reading, connections);
        }
    }

    /** The file stands where METHOD would. */
    private int explainPast(String id) {
        if (path != null) {
            terminal.complain("--request-id takes the place of METHOD and PATH (expected --request-id ID FILE)");
            return ExitCode.USAGE_ERROR;
        }
        try (var connections = new MongoConnections();
                LoadedConfiguration reading = config.in(method).read(terminal, connections)) {
            GatewayConfiguration configuration = reading.configuration();
            if (configuration == null) {
                ConfigOption.report(reading, terminal);
                return ExitCode.USAGE_ERROR;
            }
            AdminConfiguration admin = configuration.admin();
            String url = live == null ? admin.url() : live;
            if (url == null) {
                terminal.complain("admin.address is off (expected the admin port of a gateway, or --live URL)");
                return ExitCode.USAGE_ERROR;
            }
            String kept = "dashboard/api/logs/"
                    + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
            String answer = LiveGateway.at(url, admin.token()).get(kept, "application/json");
            PastRequest past = PastRequest.read(answer);
            if (json) {
                terminal.say(Printable.whole(answer));
            } else {
                past.lines(terminal.colours()).forEach(terminal::say);
            }
            return past.refused() ? ExitCode.FAILED : ExitCode.FINE;
        } catch (LiveGateway.NotCompared | UnusableRequest e) {
            terminal.complain(String.valueOf(e.getMessage()));
            return ExitCode.USAGE_ERROR;
        }
    }

    private int explain(LiteralRequest request, LoadedConfiguration reading, MongoConnections connections) {
        try (OfflineGateway gateway = OfflineGateway.of(reading, terminal.environment(), connections)) {
            if (gateway == null) {
                ConfigOption.report(reading, terminal);
                reading.refusals().forEach(terminal::complain);
                return ExitCode.USAGE_ERROR;
            }
            return print(gateway.explain(request), reading.refusals());
        } catch (StartFailure | UnusableRequest e) {
            terminal.complain(String.valueOf(e.getMessage()));
            return ExitCode.USAGE_ERROR;
        }
    }

    private int print(ExplanationReport report, List<String> ignored) {
        if (json) {
            terminal.say(JsonText.of(report));
        } else {
            ReportText.lines(report, terminal.colours()).forEach(terminal::say);
        }
        ignored.forEach(terminal::complain);
        return report.refused() ? ExitCode.FAILED : ExitCode.FINE;
    }
}
