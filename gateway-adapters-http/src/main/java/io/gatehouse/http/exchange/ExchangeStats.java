package io.gatehouse.http.exchange;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.access.AccessRule;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.observation.WouldRefuse;
import io.gatehouse.domain.pipeline.Caller;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.pipeline.StageTimes;
import io.gatehouse.domain.quota.Strategy;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.CanonicalRequest;
import io.gatehouse.domain.request.RequestInfo;
import io.gatehouse.domain.service.RouteMatch;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.Application;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.ExchangeRecord.TryOutcome;
import io.gatehouse.http.connection.ClientConnection;
import io.gatehouse.http.tls.PeerCertificate;
import io.undertow.server.HttpServerExchange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is noted of an exchange on its way, and the record made of it at its end; used on its I/O thread only. */
public final class ExchangeStats {

    private static final int LONGEST_SUBJECT = 256;
    private static final int LONGEST_METHOD = 32;
    private static final int LONGEST_REASON = 200;
    private static final int MOST_TRIES = 12;

    private @Nullable Rejection rejection;
    private @Nullable Origin refusedBy;
    private @Nullable String upstream;
    private @Nullable String upstreamFailure;
    private @Nullable String cache;
    private int attempts;
    private List<ExchangeRecord.Try> tries = List.of();
    private long respondingSince;

    /** Of the host that has responded; negative if none has. */
    private long respondingNanos = -1;

    private boolean hedged;
    private boolean budgetExhausted;
    private long firstByteNanos = -1;
    private long bytesIn;
    private long tunnelledOut;
    private final NotedDetails noted;
    private final long begunNanos;

    /** Of an exchange that begins now. */
    ExchangeStats(NotedDetails noted, long begunNanos) {
        this.noted = noted;
        this.begunNanos = begunNanos;
    }

    /** When it began. */
    long begunNanos() {
        return begunNanos;
    }

    /** The gateway itself answers, or cuts the response off, for this reason. */
    public void rejected(Refusal refusal) {
        rejection = refusal.rejection();
        decidedBy(refusal);
    }

    /** Why the gateway itself answers; null if it does not. */
    public @Nullable Rejection rejection() {
        return rejection;
    }

    /** What has let it pass does so no longer, for this reason. */
    void decidedBy(Refusal refusal) {
        refusedBy = refusal.decidedBy() == null ? refusedBy : refusal.decidedBy();
    }

    /** A try at this host has failed, or is not wanted any more. */
    public void tryFailed(String host, TryOutcome outcome, String why, long sinceNanos, long nanos) {
        upstreamFailure = why;
        tried(host, outcome, why, sinceNanos, nanos);
    }

    /** A try at this host ended in some other way; only noted where somebody looks, or others failed. */
    public void tryEnded(String host, TryOutcome outcome, long sinceNanos, long nanos) {
        if (outcome == TryOutcome.RESPONDED) {
            upstream = host;
            respondingSince = sinceNanos;
            respondingNanos = nanos;
        } else if (noted.wanted() || attempts > 1) {
            tried(host, outcome, null, sinceNanos, nanos);
        }
    }

    private void tried(String host, TryOutcome outcome, @Nullable String why, long sinceNanos, long nanos) {
        if (tries.size() < MOST_TRIES) {
            String reason = why == null ? null : cut(why, LONGEST_REASON);
            var one = new ExchangeRecord.Try(host, Math.max(0, sinceNanos - begunNanos), nanos, outcome, reason);
            tries = tries.isEmpty() ? List.of(one) : with(tries, one);
        }
    }

    /** Those that are noted; the one that responded is made only where somebody looks at it. */
    private List<ExchangeRecord.Try> tries(boolean whole) {
        String host = upstream;
        if (host != null && respondingNanos >= 0 && (whole || attempts > 1)) {
            tried(host, TryOutcome.RESPONDED, null, respondingSince, respondingNanos);
        }
        return tries;
    }

    /** They are in the order in which they began. */
    private static List<ExchangeRecord.Try> with(List<ExchangeRecord.Try> some, ExchangeRecord.Try more) {
        var all = new ArrayList<>(some);
        all.add(more);
        all.sort(Comparator.comparingLong(ExchangeRecord.Try::startNanos));
        return all;
    }

    /** A try was made beside another one. */
    public void hedged() {
        hedged = true;
    }

    /** No further try was made, as there had been too many of the service's. */
    public void budgetExhausted() {
        budgetExhausted = true;
    }

    /** One more host is tried; returns how many were before. */
    public int trying(String host) {
        upstream = host;
        return attempts++;
    }

    /** Something is wrong with the upstream: in a few words, which may quote what it sent. */
    public void upstreamFailed(String why) {
        upstreamFailure = why;
    }

    /** The cache has done this, as the record has it; the last word counts. */
    public void cached(String how) {
        cache = how;
    }

    /** The response is from this host; its head is there that long after forwarding began. */
    public void responds(String host, long nanos) {
        upstream = host;
        firstByteNanos = nanos;
    }

    /** Bytes of the request body have come in. */
    public void received(long bytes) {
        bytesIn += bytes;
    }

    /** Bytes have gone to the client through an upgraded connection. */
    public void tunnelled(long bytes) {
        tunnelledOut += bytes;
    }

    /** The record of an exchange that has ended, and was judged by this registry. */
    ExchangeRecord record(GatewayExchange exchange, GatewayClock clock, @Nullable Snapshot judgedBy) {
        HttpServerExchange http = exchange.http();
        RequestState state = exchange.state();
        RequestInfo who = state == null ? null : state.knownExchange();
        boolean responded = http.isResponseStarted() || exchange.isTunnel();
        int status = responded ? http.getStatusCode() : Rejection.CLIENT_GONE.status();
        long startedMillis = who == null ? clock.epochMillis() : who.startedMillis();
        long durationNanos = clock.nanoTime() - begunNanos;
        Rejection why = responded ? rejection : Rejection.CLIENT_GONE;
        StageTimes times = state == null ? StageTimes.NONE : state.times();
        boolean whole = noted.isLookedAt(times, why != null || status >= 400, durationNanos);
        ExchangeRecord.Asked asked = asked(exchange, exchange.clientText(), state);
        return new ExchangeRecord(
                exchange.requestId(),
                startedMillis,
                durationNanos,
                asked,
                state == null ? ExchangeRecord.Matched.NONE : matched(state),
                state == null ? ExchangeRecord.CalledBy.ANYBODY : calledBy(state.caller()),
                decided(state, why),
                status,
                bytesIn,
                http.getResponseBytesSent() + tunnelledOut,
                attempts == 0 && upstreamFailure == null
                        ? ExchangeRecord.Forwarded.NOT
                        : new ExchangeRecord.Forwarded(
                                upstream,
                                firstByteNanos,
                                attempts,
                                upstreamFailure,
                                tries(whole),
                                hedged,
                                budgetExhausted),
                judgedBy == null ? "" : judgedBy.hash(),
                noted.of(exchange, state, whole, asked.traceparent()));
    }

    private static ExchangeRecord.Asked asked(GatewayExchange exchange, String client, @Nullable RequestState state) {
        HttpServerExchange http = exchange.http();
        CanonicalRequest request = state == null ? null : state.knownRequest();
        String method = http.getRequestMethod().toString();
        return new ExchangeRecord.Asked(
                client,
                cut(method, LONGEST_METHOD),
                request == null ? "" : request.path().forwarded(),
                http.getProtocol().toString(),
                subject(ClientConnection.of(http).info().certificate()),
                exchange.request().first(Traces.TRACEPARENT));
    }

    private static @Nullable String subject(@Nullable PeerCertificate certificate) {
        return certificate == null ? null : cut(certificate.identity().subject(), LONGEST_SUBJECT);
    }

    static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }

    private static ExchangeRecord.Matched matched(RequestState state) {
        RouteMatch route = state.knownRoute();
        ServiceVersion version = state.knownVersion();
        return new ExchangeRecord.Matched(
                route == null ? null : route.label(),
                route == null ? null : route.service().name(),
                version == null ? null : version.key().version().toString());
    }

    private static ExchangeRecord.CalledBy calledBy(Caller caller) {
        ApiKey key = caller.key();
        User user = caller.user();
        if (key == null) {
            return user == null
                    ? ExchangeRecord.CalledBy.ANYBODY
                    : new ExchangeRecord.CalledBy(null, null, null, null, user.id());
        }
        Application application = key.application();
        return new ExchangeRecord.CalledBy(
                application.tenant().name(),
                application.name(),
                key.id(),
                application.packageReference(),
                user == null ? null : user.id());
    }

    private ExchangeRecord.Decided decided(@Nullable RequestState state, @Nullable Rejection why) {
        Strategy strategy = state == null ? null : state.throttled().applied();
        AccessRule rule = state == null ? null : state.rule();
        Origin granted = rule == null ? null : rule.origin();
        Origin decidedBy = refusedBy == null ? granted : refusedBy;
        List<WouldRefuse> observed = state == null ? List.of() : state.observed();
        return why == null && strategy == null && decidedBy == null && cache == null && observed.isEmpty()
                ? ExchangeRecord.Decided.PASSED
                : new ExchangeRecord.Decided(
                        why, strategy == null ? null : strategy.name(), decidedBy, cache, observed);
    }
}
