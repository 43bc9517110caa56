package io.gatehouse.app.explain;

import io.gatehouse.app.explain.Explanation.Note;
import io.gatehouse.app.explain.Explanation.Step;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.address.AddressText;
import io.gatehouse.domain.geo.GeoLocation;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.pipeline.Caller;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.Permits;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.request.Query;
import io.gatehouse.domain.request.RequestInfo;
import io.gatehouse.domain.routing.ChooseHost;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.upstream.HostPermit;
import io.gatehouse.http.codec.HeadLimits;
import io.gatehouse.http.codec.RequestHeadParser;
import io.gatehouse.http.inbound.GatewayHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Explains how a request would be handled, in a form that may be shown: without any credential.
 *
 * <p>Counts, sends and consumes nothing. Blocks where a stage would, say to have a token verified. Safe for concurrent use.
 */
public final class RequestExplainer {

    private final Explainer explainer;
    private final CredentialNames names;
    private final HeadLimits limits;
    private final long mostBody;

    /** Explains by this explainer for connections with these limits; what these names hold is not repeated. */
    public RequestExplainer(Explainer explainer, CredentialNames names, HeadLimits limits, long mostBody) {
        this.explainer = explainer;
        this.names = names;
        this.limits = limits;
        this.mostBody = mostBody;
    }

    /**
     * What would become of a request, judged by this snapshot.
     *
     * @throws UnusableRequest if the request names a caller whom the snapshot does not know
     */
    public ExplanationReport explain(LiteralRequest request, Snapshot snapshot) throws UnusableRequest {
        LiteralHead head = request.read(limits);
        return report(request, head, explained(request, head, snapshot));
    }

    /** The same where nobody watches for hosts: those that a discovery would find out are taken to be there and healthy. */
    public ExplanationReport explainOffline(LiteralRequest request, Snapshot snapshot) throws UnusableRequest {
        LiteralHead head = request.read(limits);
        Explanation explanation = explained(request, head, snapshot);
        var steps = new ArrayList<>(explanation.steps());
        Step last = steps.remove(steps.size() - 1);
        if (last.refusal() == null
                || !last.stage().equals(ChooseHost.class.getSimpleName())
                || !(explanation.state().version().source() instanceof HostSource.Discovered asked)) {
            return report(request, head, explanation);
        }
        var note = new Note(unknown(asked), asked.origin());
        steps.add(Step.passed(last.stage(), List.of(note)));
        return report(request, head, new Explanation(steps, explanation.state()));
    }

    private Explanation explained(LiteralRequest request, LiteralHead head, Snapshot snapshot) throws UnusableRequest {
        AssumedCaller caller = request.caller().in(snapshot.keys());
        Refusal flaw = head.flaw();
        if (flaw != null) {
            Step refused = Step.refused(RequestHeadParser.class.getSimpleName(), List.of(), flaw);
            return new Explanation(List.of(refused), RequestState.begin(head, snapshot, new Permits()));
        }
        return explainer.explain(head, caller, snapshot);
    }

    /** What is refused behind the stages: a body that is said to be longer than it may be. */
    private Explanation bounded(Explanation explanation, long length) {
        Long own = explanation.state().route().service().forwarding().maxBodySize();
        long most = own == null ? mostBody : own;
        if (length <= most) {
            return explanation;
        }
        var steps = new ArrayList<>(explanation.steps());
        var note = new Note("a body of " + length + " bytes, at most " + most, null);
        steps.add(Step.refused(
                GatewayHandler.class.getSimpleName(), List.of(note), Refusal.of(Rejection.BODY_TOO_LARGE)));
        return new Explanation(steps, explanation.state());
    }

    private static String unknown(HostSource.Discovered asked) {
        return "not known offline, discovered by " + asked;
    }

    private ExplanationReport report(LiteralRequest request, LiteralHead head, Explanation decided) {
        Explanation explanation = decided.forwarded() ? bounded(decided, head.length()) : decided;
        Step last = explanation.steps().get(explanation.steps().size() - 1);
        boolean forwarded = explanation.forwarded();
        return new ExplanationReport(
                request(head, request.caller()),
                forwarded ? ExplanationReport.FORWARDED : word(last),
                forwarded ? null : last.stage(),
                steps(explanation.steps()),
                caller(explanation.state()),
                forwarded ? forward(explanation.state()) : null,
                answer(last));
    }

    private ExplanationReport.Request request(LiteralHead head, NamedCaller caller) {
        return new ExplanationReport.Request(
                head.method(),
                head.authority(),
                withQuery(head.rawPath(), Query.of(head.rawQuery(), names).rest()),
                AddressText.of(head.peer()),
                caller.key(),
                caller.user(),
                caller.user() == null ? null : caller.groups());
    }

    private static List<ExplanationReport.Stage> steps(List<Step> steps) {
        var stages = new ArrayList<ExplanationReport.Stage>(steps.size());
        for (Step step : steps) {
            List<ExplanationReport.Compared> compared =
                    step.notes().stream().map(RequestExplainer::compared).toList();
            stages.add(new ExplanationReport.Stage(stages.size() + 1, step.stage(), word(step), compared));
        }
        return stages;
    }

    private static ExplanationReport.Compared compared(Note note) {
        Origin origin = note.decidedBy();
        return new ExplanationReport.Compared(note.compared(), origin == null ? null : origin.toString());
    }

    private static String word(Step step) {
        return step.verdict().name().toLowerCase(Locale.ROOT);
    }

    private static ExplanationReport.Forward forward(RequestState state) {
        HostPermit permit = state.knownHost();
        return new ExplanationReport.Forward(
                state.route().service().name(),
                state.version().key().version().toString(),
                permit == null && state.version().source() instanceof HostSource.Discovered asked
                        ? unknown(asked)
                        : shown(state.hostPermit().host().address()),
                withQuery(state.route().forwardPath(), state.request().query()));
    }

    private static String shown(HostAddress host) {
        return host.upstreamTls() == null ? host.toString() : host + ", by upstream-tls " + host.upstreamTls();
    }

    private static ExplanationReport.@Nullable Answer answer(Step last) {
        Refusal refusal = last.refusal();
        if (refusal != null) {
            return new ExplanationReport.Answer(
                    refusal.status(),
                    refusal.rejection().code(),
                    refusal.rejection().number(),
                    refusal.rejection().safeMessage(),
                    refusal.detail(),
                    new TreeMap<>(refusal.headers()));
        }
        Decision.Answer answer = last.answer();
        return answer == null
                ? null
                : new ExplanationReport.Answer(
                        answer.status(), null, null, null, null, new TreeMap<>(answer.headers()));
    }

    private static String withQuery(String path, @Nullable String query) {
        return query == null ? path : path + "?" + query;
    }

    /** What may be shown of a caller: names, never what was presented. */
    private static ExplanationReport.Caller caller(RequestState state) {
        RequestInfo exchange = state.knownExchange();
        Caller caller = state.caller();
        ApiKey key = caller.key();
        User user = caller.user();
        GeoLocation place = caller.place();
        return new ExplanationReport.Caller(
                exchange == null ? null : AddressText.of(exchange.client()),
                key == null ? null : key.application().tenant().name(),
                key == null ? null : key.application().name(),
                key == null ? null : key.id(),
                user == null ? null : user.id(),
                user == null ? null : List.copyOf(user.groups()),
                place == null ? null : place.country());
    }
}
