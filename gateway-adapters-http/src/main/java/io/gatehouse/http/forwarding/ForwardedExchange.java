package io.gatehouse.http.forwarding;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.ForwardedOrigin;
import io.gatehouse.domain.request.RequestInfo;
import io.gatehouse.domain.service.Forwarding;
import io.gatehouse.domain.service.RetryPolicy;
import io.gatehouse.domain.service.Timeouts;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import io.gatehouse.domain.upstream.HostPermit;
import io.gatehouse.http.codec.ResponseHead;
import io.gatehouse.http.exchange.ActiveOperation;
import io.gatehouse.http.exchange.GatewayExchange;
import io.gatehouse.http.pool.ConnectionCallback.Reuse;
import io.gatehouse.http.pool.IoThreadContext;
import io.gatehouse.http.retry.FailedTry;
import io.gatehouse.http.retry.TailLatency;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;

/**
 * One exchange on its way to an upstream and back: the tries at hosts that it takes, and what comes of each.
 *
 * <pre>
 *   begin --> a try -- responds --> it is the one: the response goes to the client
 *              |  |
 *              |  '-- fails, or responds with a status that is tried again --> the next try, or the end
 *              '-- takes longer than the p95 of the service --> a second one beside it; the first good response is the one
 *
 *   deadline, client gone, access revoked --> the end of all
 * </pre>
 *
 * <p>A try is followed by another one by the retry policy of the service, on a host that has not been tried first, and
 * within its budget. Every other failure is reported to the client; once a response has begun, by the end of its connection.
 */
final class ForwardedExchange implements ActiveOperation {

    private static final Set<HttpString> IDEMPOTENT =
            Set.of(Methods.GET, Methods.HEAD, Methods.OPTIONS, Methods.PUT, Methods.DELETE);

    private final GatewayExchange exchange;
    private final Forwarding forwarding;
    private final IoThreadContext context;
    private final Forwarder forwarder;
    private @Nullable FurtherTries further;
    private final ExchangeDeadline deadline;
    private final boolean idempotent;
    private final boolean upgrade;
    private final long begun;
    private HostAttempt current;
    private @Nullable HostAttempt rival;
    private XnioExecutor.@Nullable Key hedgeTimer;
    private boolean bodyKnown;
    private @Nullable BodySource body;

    /** Begins with the host of this permit. */
    ForwardedExchange(
            GatewayExchange exchange,
            RequestState state,
            IoThreadContext context,
            HostPermit first,
            Forwarder forwarder) {
        this.exchange = exchange;
        this.forwarding = state.route().service().forwarding();
        this.context = context;
        this.forwarder = forwarder;
        this.idempotent = IDEMPOTENT.contains(exchange.http().getRequestMethod());
        this.upgrade = Tunnel.isAskedFor(exchange);
        this.begun = context.scanner().now();
        this.further =
                FurtherTries.counted(forwarding.retry(), state.route().service().name(), forwarder, begun);
        this.deadline = ExchangeDeadline.of(exchange, state, begun);
        this.current = new HostAttempt(this, context, first, begun);
    }

    void begin() {
        exchange.watchClient();
        armHedge();
        if (deadline.isOver(begun)) {
            overdue();
        } else {
            current.begin(0);
        }
    }

    private void armHedge() {
        boolean may = !upgrade
                && exchange.http().getRequestMethod().equals(Methods.GET)
                && exchange.http().isRequestComplete();
        long after = may && further != null ? further.hedgeAfterNanos(begun) : TailLatency.UNKNOWN;
        if (after != TailLatency.UNKNOWN) {
            hedgeTimer = context.scanner().after(after, this::hedge);
        }
    }

    /** The first try takes longer than nearly all do: a second host is asked beside it. */
    private void hedge() {
        hedgeTimer = null;
        long now = context.scanner().now();
        HostPermit second = further == null ? null : further.beside(exchange, current.host(), now);
        if (second != null) {
            exchange.stats().hedged();
            var beside = new HostAttempt(this, context, second, now);
            rival = beside;
            beside.begin(0);
        }
    }

    private void cancelHedge() {
        XnioExecutor.Key timer = hedgeTimer;
        hedgeTimer = null;
        if (timer != null) {
            timer.remove();
        }
    }

    /** A try has failed, and holds nothing any more. */
    void failed(HostAttempt one, HostFailure failure, Rejection rejection, boolean sent) {
        if (leavesOther(one)) {
            return;
        }
        if (deadline.isClients() && deadline.isOver(context.scanner().now())) {
            // The host, which was told of it, was the first to notice.
            overdue();
            return;
        }
        boolean answered = exchange.http().isResponseStarted();
        Runnable next = next(one, new FailedTry(failure, 0, sent, idempotent, isBodyWhole(), answered, retries()), 0);
        if (next != null) {
            exchange.response().clear();
            next.run();
        } else {
            Refusal refusal = Refusal.of(rejection);
            exchange.refuse(rejection == Rejection.UPSTREAM_BUSY ? refusal.with("Retry-After", "1") : refusal);
        }
    }

    /**
     * A try has this response: null if it goes to the client, else what follows instead, to be run when the try has
     * left its connection.
     */
    @Nullable
    Runnable instead(HostAttempt one, ResponseHead head) {
        int status = head.status();
        RetryPolicy policy = forwarding.retry();
        if (policy != null && policy.dislikes(status)) {
            if (leavesOther(one)) {
                return () -> {};
            }
            var failed = new FailedTry(null, status, true, idempotent, isBodyWhole(), false, retries());
            Runnable next = next(one, failed, RetryPause.askedFor(head, nowMillis()));
            if (next != null) {
                return next;
            }
        }
        wins(one);
        return null;
    }

    private long nowMillis() {
        RequestInfo who = decided().exchange();
        return who.startedMillis()
                + TimeUnit.NANOSECONDS.toMillis(context.scanner().now() - who.startedNanos());
    }

    /** What follows a try that failed; null if nothing may. */
    private @Nullable Runnable next(HostAttempt one, FailedTry failed, long askedNanos) {
        cancelHedge();
        RetryPolicy policy = forwarding.retry();
        if (policy == null) {
            return null;
        }
        if (further == null) {
            further = FurtherTries.uncounted(policy, forwarder);
        }
        long now = context.scanner().now();
        FurtherTries.Next next = further.after(exchange, failed, one.host(), askedNanos, deadline.leftNanos(now), now);
        if (next == null) {
            return null;
        }
        var following = new HostAttempt(this, context, next.permit(), now);
        current = following;
        return () -> following.begin(next.pauseNanos());
    }

    /** The tries after the first so far. */
    private int retries() {
        return further == null ? 0 : further.made();
    }

    /** True if another try is under way beside this one, which is all there is from now on. */
    private boolean leavesOther(HostAttempt one) {
        HostAttempt beside = rival;
        rival = null;
        if (beside != null && one == current) {
            current = beside;
        }
        return beside != null;
    }

    /** The response of this try is the one. */
    void wins(HostAttempt one) {
        cancelHedge();
        HostAttempt beside = rival;
        if (beside != null) {
            HostAttempt loser = one == current ? beside : current;
            rival = null;
            current = one;
            took(loser.onHost(), one.headAt());
            loser.loses();
        }
        if (body != null) {
            body.keepNoMore();
        }
        took(one.headNanos(), one.headAt());
        one.wins();
        exchange.stats().responds(one.label(), one.headAt() - begun);
    }

    private void took(long nanos, long nowNanos) {
        if (further != null) {
            further.took(nanos, nowNanos);
        }
    }

    /** The body for the next try, from its beginning; null if there is none. A stream of messages is bounded only if the service says so. */
    @Nullable
    BodySource body(boolean messages) {
        if (body != null) {
            body.rewind();
        } else if (!bodyKnown && !exchange.http().isRequestComplete()) {
            RetryPolicy policy = forwarding.retry();
            boolean keep = idempotent && policy != null && policy.repeatsWhatWasSent();
            body = new BodySource(exchange, forwarder.mostBody(forwarding, messages), true, keep);
        }
        bodyKnown = true;
        return body;
    }

    /** Has the client send this cookie from now on; null for none. */
    void stick(@Nullable String cookie) {
        if (cookie != null) {
            RequestState known = decided();
            ForwardedOrigin origin = known.exchange().origin();
            String scheme = origin == null ? null : origin.scheme();
            boolean secure = scheme == null ? known.incoming().secure() : scheme.equals("https");
            exchange.response().add(Headers.SET_COOKIE, secure ? cookie + "; Secure" : cookie);
        }
    }

    private boolean isBodyWhole() {
        return body == null || body.isWhole();
    }

    /** Writes the request head for this host and this try, into the memory of the thread. */
    void writeHead(String authority, int number) {
        deadline.replaceField(exchange);
        RequestHead.write(context.requestHead(), exchange, decided(), forwarder.headers(), authority, number, upgrade);
    }

    /** Which of the idle connections will do. */
    Reuse reuse() {
        return idempotent && exchange.http().isRequestComplete() ? Reuse.ANY : Reuse.TESTED;
    }

    GatewayExchange exchange() {
        return exchange;
    }

    IoThreadContext context() {
        return context;
    }

    boolean isIdempotent() {
        return idempotent;
    }

    boolean wantsUpgrade() {
        return upgrade;
    }

    Forwarding forwarding() {
        return forwarding;
    }

    /** Hears of it if the response is compressed. */
    CompressionListener compression() {
        return forwarder.compression();
    }

    Timeouts timeouts() {
        return forwarding.timeouts();
    }

    /** For how long a try waits for the head of its response, whatever {@link #timeouts} say. */
    long perTryNanos() {
        RetryPolicy policy = forwarding.retry();
        Duration most = policy == null ? null : policy.perTry();
        return most == null ? Long.MAX_VALUE : most.toNanos();
    }

    /** The request as the stages have decided on it. */
    RequestState decided() {
        return exchange.decided();
    }

    @Override
    public void check(long nowNanos) {
        Tunnel leaving = current.leaving();
        HostAttempt beside = rival;
        if (leaving != null) {
            leaving.check(nowNanos);
        } else if (deadline.isOver(nowNanos) && current.waitsFor() != Wait.TUNNEL) {
            overdue();
        } else if (!current.check(nowNanos)
                && (beside == null || !beside.check(nowNanos))
                && current.waitsFor().lasts()) {
            Refusal revoked = exchange.revoked();
            if (revoked != null) {
                current.revoke(revoked.rejection().safeMessage(), nowNanos);
            }
        }
    }

    @Override
    public boolean leave(long nowNanos) {
        return current.leave(nowNanos);
    }

    /** The exchange as a whole takes longer than it may; a host is to blame only where the time is one that we give it. */
    private void overdue() {
        current.overdue(deadline.isClients());
        if (rival != null) {
            rival.overdue(deadline.isClients());
        }
        exchange.stats()
                .upstreamFailed(
                        deadline.isClients() ? "longer than the client waits" : "longer than timeouts.total in all");
        exchange.refuse(Refusal.of(Rejection.UPSTREAM_TIMEOUT));
    }

    @Override
    public void abandon() {
        cancelHedge();
        current.abandon(Fault.CLIENT);
        HostAttempt beside = rival;
        rival = null;
        if (beside != null) {
            beside.abandon(Fault.CLIENT);
        }
    }
}
