package io.gatehouse.domain.traffic;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.observation.WouldRefuse;
import io.gatehouse.domain.pipeline.StageTimes;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.Strategy;
import io.gatehouse.domain.rejection.Rejection;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One exchange, reported after it has ended. Holds no raw paths, and no credentials but in header fields that the operator has asked for
 * by name.
 *
 * @param requestId the request id
 * @param startedMillis when the request head had been read, since the epoch
 * @param durationNanos from then to the end of the response
 * @param request what the client asked for
 * @param matched what it was for in the registry
 * @param caller who called, as far as it had been found out
 * @param decided what was decided about it, and by which rule
 * @param status the status sent to the client; 499 if it left before it got one
 * @param bytesIn body bytes received from the client
 * @param bytesOut body bytes sent to the client
 * @param forwarding what became of it at the hosts of the service
 * @param registry the hash of the registry that it was judged by; empty if unknown
 * @param details what is noted only where somebody looks at single exchanges; {@link Details#NONE} otherwise
 */
public record ExchangeRecord(
        String requestId,
        long startedMillis,
        long durationNanos,
        Asked request,
        Matched matched,
        CalledBy caller,
        Decided decided,
        int status,
        long bytesIn,
        long bytesOut,
        Forwarded forwarding,
        String registry,
        Details details) {

    /**
     * What the client asked for.
     *
     * @param client the client's address as text, as far as trusted proxies report it
     * @param method the method as sent, cut to 32 characters
     * @param path the canonical path as forwarded, without the query; empty if there was none to be made
     * @param protocol such as {@code HTTP/1.1}
     * @param certificate whom the client's certificate names; null if it has none
     * @param traceparent the trace context header as received; null if there was none
     */
    public record Asked(
            String client,
            String method,
            String path,
            String protocol,
            @Nullable String certificate,
            @Nullable String traceparent) {}

    /**
     * What the request was for, by the names of the registry.
     *
     * @param route the route's label; null if none matched
     * @param service the service's name; null if none matched
     * @param version the version's number; null if none was settled
     */
    public record Matched(
            @Nullable String route,
            @Nullable String service,
            @Nullable String version) {

        /** No route matched. */
        public static final Matched NONE = new Matched(null, null, null);
    }

    /**
     * Who called, by the names of the registry; all but the user are null together where no key of the registry was
     * presented.
     *
     * @param tenant the name of the tenant
     * @param application the name of the application
     * @param key what the key is called, never its text: {@code acme/storefront/web}
     * @param packageReference the package that the application has bought: {@code shop/basic}
     * @param user the id of the user whose token was found good; null if there was none
     */
    public record CalledBy(
            @Nullable String tenant,
            @Nullable String application,
            @Nullable String key,
            @Nullable String packageReference,
            @Nullable String user) {

        /** Somebody of whom nothing is known. */
        public static final CalledBy ANYBODY = new CalledBy(null, null, null, null, null);
    }

    /**
     * What was decided.
     *
     * @param rejection why the gateway itself answered with an error; null if it did not
     * @param strategy the name of the throttling strategy that was applied last; null if none was
     * @param decidedBy the place in the configuration of the rule that refused the request, else of the access rule that
     *     granted it; null if there is none
     * @param cache what the cache did: {@code hit}, {@code miss}, {@code revalidated}, {@code stale} or {@code bypass}; null for a service
     *     without one
     * @param observed what checks that are only watched would have refused, in the order of the stages; empty for most
     */
    public record Decided(
            @Nullable Rejection rejection,
            @Nullable String strategy,
            @Nullable Origin decidedBy,
            @Nullable String cache,
            List<WouldRefuse> observed) {

        /** Let pass by no rule in particular. */
        public static final Decided PASSED = new Decided(null, null, null, null, List.of());

        public Decided {
            observed = List.copyOf(observed);
        }
    }

    /**
     * What became of the request at the hosts of the service.
     *
     * @param upstream the address of the host that responded, else of the last one tried; null if none was
     * @param firstByteNanos from forwarding to the head of the upstream's response; -1 if there was none
     * @param attempts tries at hosts
     * @param failure what went wrong with an upstream, the last thing that did; null if nothing has. Next to a rejection
     *     it says why; without one, another try of the gateway's succeeded
     * @param tries the tries at hosts in the order in which they began, the first twelve; the one that succeeded is among them
     *     only if others failed, or where details are noted
     * @param hedged whether a second host was asked beside the first one
     * @param budgetExhausted whether a further try was not made because too many of the service's had been
     */
    public record Forwarded(
            @Nullable String upstream,
            long firstByteNanos,
            int attempts,
            @Nullable String failure,
            List<Try> tries,
            boolean hedged,
            boolean budgetExhausted) {

        /** Not forwarded. */
        public static final Forwarded NOT = new Forwarded(null, -1, 0, null, List.of(), false, false);

        public Forwarded {
            tries = List.copyOf(tries);
        }

        /** Where there was more than one try, those that came to nothing, and why. */
        public List<Try> failedTries() {
            return attempts < 2
                    ? List.of()
                    : tries.stream().filter(one -> one.why() != null).toList();
        }
    }

    /**
     * A try at a host.
     *
     * @param upstream the address of the host
     * @param startNanos from the beginning of the exchange to the choice of the host
     * @param nanos from then to the head of the response, or to the failure
     * @param outcome what came of it
     * @param why it came to nothing, in a few words, which may quote what the host sent; at most 200 characters; null if it has
     *     responded, or the client did not wait
     */
    public record Try(
            String upstream,
            long startNanos,
            long nanos,
            TryOutcome outcome,
            @Nullable String why) {}

    /** What came of a try at a host. */
    public enum TryOutcome {
        /** The response is from it. */
        RESPONDED,
        /** It failed, or its response was not wanted. */
        FAILED,
        /** Another one was faster, or the client did not wait. */
        ABANDONED
    }

    /**
     * What is noted only where somebody looks at single exchanges.
     *
     * @param stages when its stages began and ended; changes no more
     * @param host the name of the host that the client asked for; empty if it named none
     * @param query the query without credentials; null if there was none, or queries are not noted
     * @param traceId the trace that it belongs to; null if it belongs to none, or its place says which
     * @param trace its place there; null if the gateway takes no part in traces
     * @param groups the groups of the user
     * @param quota the tightest limit behind it; null if there was none
     * @param quotaStrategy the strategy of that limit; null if there was none
     * @param requestFields header fields of the request, those that are noted
     * @param responseFields header fields of the response, those that are noted
     */
    public record Details(
            StageTimes stages,
            String host,
            @Nullable String query,
            @Nullable String traceId,
            @Nullable TraceContext trace,
            Collection<String> groups,
            @Nullable QuotaDecision quota,
            @Nullable Strategy quotaStrategy,
            List<Field> requestFields,
            List<Field> responseFields) {

        /** Nothing was noted. */
        public static final Details NONE =
                new Details(StageTimes.NONE, "", null, null, null, List.of(), null, null, List.of(), List.of());

        /** The trace that it belongs to; null if it belongs to none. */
        @Override
        public @Nullable String traceId() {
            return trace == null ? traceId : trace.traceId();
        }
    }

    /** A header field. */
    public record Field(String name, String value) {}

    /** Why the gateway itself answered with an error; null if the response is the upstream's. */
    public @Nullable Rejection rejection() {
        return decided.rejection();
    }
}
