package io.gatehouse.app.explain;

import io.gatehouse.app.registry.RegistryGenerations;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.traffic.ExchangeBounds;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.ExchangeRecord.Details;
import io.gatehouse.domain.traffic.ExchangeRecord.Field;
import io.gatehouse.observability.api.PastRegistries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Explains exchanges that are over, by the registry that they were judged by and the time they began at. The caller is taken by the names that were noted, as
 * credentials are not; what else is not known, it says. Safe for concurrent use.
 */
public final class PastExplainer implements PastRegistries {

    /** What depends on what others were doing at the time. */
    private static final Set<Rejection> OF_THE_MOMENT = EnumSet.of(
            Rejection.TOO_MANY_REQUESTS,
            Rejection.TENANT_AT_LIMIT,
            Rejection.TENANT_AT_LINE_LIMIT,
            Rejection.QUOTA_UNAVAILABLE,
            Rejection.COUNTER_STORE_BUSY,
            Rejection.PROCESSOR_SHARE_USED,
            Rejection.OVERLOADED,
            Rejection.SHUTTING_DOWN,
            Rejection.INTERNAL_ERROR,
            Rejection.CLIENT_GONE);

    private final RegistryGenerations generations;
    private final LongFunction<RequestExplainer> explainers;
    private final List<String> keyHeaders;

    /**
     * Explains by these registries.
     *
     * @param explainers explain as of a time, in milliseconds since the epoch
     * @param keyHeaders the header fields that may hold a key
     */
    public PastExplainer(
            RegistryGenerations generations, LongFunction<RequestExplainer> explainers, List<String> keyHeaders) {
        this.generations = generations;
        this.explainers = explainers;
        this.keyHeaders = List.copyOf(keyHeaders);
    }

    @Override
    public Generation generation(String hash) {
        return generations.find(hash).map(PastExplainer::of).orElse(new Generation(0, hash, null, null, false));
    }

    /** As it is shown. */
    public static Generation of(Snapshot snapshot) {
        return new Generation(
                snapshot.revision(),
                snapshot.hash(),
                Instant.ofEpochMilli(snapshot.loadedMillis()).toString(),
                snapshot.source(),
                true);
    }

    @Override
    public Explained explain(ExchangeRecord exchange) {
        Optional<Snapshot> snapshot = generations.find(exchange.registry());
        if (snapshot.isEmpty()) {
            return nothing("the registry by which it was judged is not kept any more");
        }
        if (exchange.request().path().isEmpty()) {
            return nothing("its path was refused before it was understood");
        }
        if (exchange.request().path().length() >= ExchangeBounds.LONGEST_PATH) {
            return nothing("of its path only the first " + ExchangeBounds.LONGEST_PATH + " characters were noted");
        }
        try {
            ExplanationReport report =
                    explainers.apply(exchange.startedMillis()).explain(described(exchange), snapshot.get());
            return new Explained(report, unknown(exchange), agrees(report, exchange));
        } catch (UnusableRequest e) {
            return nothing(String.valueOf(e.getMessage()));
        }
    }

    private static Explained nothing(String why) {
        return new Explained(null, List.of(why), null);
    }

    private LiteralRequest described(ExchangeRecord exchange) throws UnusableRequest {
        ExchangeRecord.Asked asked = exchange.request();
        ExchangeRecord.CalledBy caller = exchange.caller();
        Details details = exchange.details();
        String query = details.query();
        List<String> lines = new ArrayList<>();
        boolean named = false;
        for (Field field : details.requestFields()) {
            named |= field.name().equalsIgnoreCase("Host");
            lines.add(field.name() + ": " + field.value());
        }
        if (!named && !details.host().isEmpty()) {
            lines.add("Host: " + details.host());
        }
        if (exchange.rejection() == Rejection.KEY_UNKNOWN && !keyHeaders.isEmpty()) {
            lines.add(keyHeaders.get(0) + ": " + exchange.requestId());
        }
        LiteralRequest request = LiteralRequest.of(
                asked.method(),
                query == null ? asked.path() : asked.path() + "?" + query,
                lines,
                asked.client(),
                NamedCaller.of(
                        caller.key(), caller.user(), caller.user() == null ? null : List.copyOf(details.groups())));
        return request.certified(certificate(asked));
    }

    /** A subject that was cut is none. */
    private static @Nullable String certificate(ExchangeRecord.Asked asked) {
        String subject = asked.certificate();
        return subject == null || subject.length() >= 256 ? null : subject;
    }

    /** What may differ from what there was, in sentences. */
    private static List<String> unknown(ExchangeRecord exchange) {
        List<String> unknown = new ArrayList<>();
        Rejection why = exchange.rejection();
        if (exchange.details().host().isEmpty()) {
            unknown.add("its header fields, its query and the groups of its user were not noted");
        } else {
            unknown.add(
                    exchange.details().query() == null
                            ? "its query, if it had one, and other header fields than safe ones were not noted"
                            : "other header fields than safe ones were not noted");
        }
        if (exchange.caller().key() == null && why == Rejection.KEY_UNKNOWN) {
            unknown.add("what it presented as a key was not noted");
        }
        if (exchange.caller().user() == null
                && (why == Rejection.TOKEN_INVALID || why == Rejection.TOKEN_UNVERIFIABLE)) {
            unknown.add("what it presented as a token was not noted");
        }
        if (why != null && (OF_THE_MOMENT.contains(why) || why.fault() == Fault.UPSTREAM)) {
            unknown.add("what was in flight then, and left of limits, is not known: what is shown of that is of now");
        } else {
            unknown.add(
                    "the health of hosts then, and what was left of limits, is not known: what is shown of that is of now");
        }
        return unknown;
    }

    /** Whether both end alike; what went wrong behind the stages, these let pass. */
    private static boolean agrees(ExplanationReport report, ExchangeRecord exchange) {
        Rejection why = exchange.rejection();
        ExplanationReport.Answer answer = report.answer();
        if (why != null && answer != null) {
            return why.code().equals(answer.code());
        }
        if (why == null) {
            return answer == null || answer.status() == exchange.status();
        }
        return exchange.forwarding().attempts() > 0;
    }
}
