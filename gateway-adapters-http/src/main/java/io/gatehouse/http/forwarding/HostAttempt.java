package io.gatehouse.http.forwarding;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.Forwarding;
import io.gatehouse.domain.service.Timeouts;
import io.gatehouse.domain.traffic.ExchangeRecord.TryOutcome;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import io.gatehouse.domain.upstream.HostPermit;
import io.gatehouse.domain.upstream.UpstreamHost;
import io.gatehouse.http.codec.ResponseBody;
import io.gatehouse.http.codec.ResponseHead;
import io.gatehouse.http.exchange.GatewayExchange;
import io.gatehouse.http.exchange.GrpcWebCall;
import io.gatehouse.http.forwarding.AttemptState.Holding;
import io.gatehouse.http.forwarding.AttemptState.Pausing;
import io.gatehouse.http.forwarding.AttemptState.Tunnelling;
import io.gatehouse.http.pool.ConnectionCallback;
import io.gatehouse.http.pool.HostPool;
import io.gatehouse.http.pool.Http2UpstreamStream;
import io.gatehouse.http.pool.IoThreadContext;
import io.gatehouse.http.pool.UpstreamConnection;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try of an exchange at one host: its states, and every transition between them. Those who do the work report here what has
 * happened; what comes of a try that failed, and whether a response is wanted, {@link ForwardedExchange} decides.
 *
 * <pre>
 *   Pausing --> Connecting -- connected --> Exchanging -- response read --> Delivering -- response sent --> Ended
 *                 ^                          |      |
 *                 '---- dead, not sent yet --'      '---- switches protocols --> Tunnelling -- either side gone --> Ended
 *
 *   any ---- failure, response not wanted, abandoned ----> Ended
 * </pre>
 *
 * <p>Exchanging is the {@link RequestSender}, with whoever reads the response; Delivering is that {@link ResponseReader} alone.
 *
 * <p>A connection from the pool that turns out to be dead is replaced once, if the request is idempotent and all of its body is still
 * there; that is the same try. The permit for the host is given back with the first outcome.
 */
final class HostAttempt implements ConnectionCallback {

    private static final Logger LOG = LoggerFactory.getLogger(HostAttempt.class);

    private final ForwardedExchange whole;
    private final HostUse use;
    private final HostPool pool;
    private final Patience patience;
    private AttemptState state = Holding.NOTHING;
    private int number;
    private boolean replaced;
    private boolean noted;

    HostAttempt(ForwardedExchange whole, IoThreadContext context, HostPermit permit, long nowNanos) {
        this.whole = whole;
        this.use = new HostUse(permit, context.scanner(), nowNanos);
        this.pool = context.pool(permit.host().address());
        this.patience = new Patience(nowNanos);
    }

    /** Begins once so many nanoseconds have passed. */
    void begin(long pauseNanos) {
        number = exchange().stats().trying(pool.label());
        if (pauseNanos > 0) {
            state = new Pausing(context().scanner().after(pauseNanos, this::resume));
        } else {
            connect(whole.reuse());
        }
    }

    private void resume() {
        if (state instanceof Pausing) {
            long now = context().scanner().now();
            use.beginsNow(now);
            patience.beginsNow(now);
            connect(whole.reuse());
        }
    }

    private void connect(Reuse reuse) {
        state = Holding.CONNECTING;
        waitsFor(Wait.CONNECTION);
        pool.acquire(this, whole.timeouts().connect(), reuse);
    }

    @Override
    public void waits() {
        waitsFor(Wait.LINE);
    }

    @Override
    public void unreachable(HostFailure failure, String why) {
        state = Holding.NOTHING;
        fail(failure, Rejection.UPSTREAM_UNREACHABLE, why);
    }

    @Override
    public void busy() {
        fail(HostFailure.GATEWAY, Rejection.UPSTREAM_BUSY, "no connection was free in time");
    }

    @Override
    public void connected(UpstreamConnection connection, boolean reused) {
        if (state != Holding.CONNECTING) {
            connection.close();
            return;
        }
        try {
            GrpcWebCall web = exchange().grpcWeb();
            if (web != null && host().address().http2()) {
                web.translate(exchange().request());
            }
            var reader = new ResponseReader(this, connection);
            var sender = new RequestSender(this, connection, reused, reader, whole.body(streamsMessages()));
            state = sender;
            use.sends();
            connection.lendTo(reader);
            waitsFor(Wait.SENDING);
            whole.writeHead(pool.authority(), number);
            sender.begin();
        } catch (RuntimeException defect) {
            // Nobody else would hear of it: this is called by the I/O thread itself.
            LOG.error("A request failed within the gateway", defect);
            fail(HostFailure.GATEWAY, Rejection.INTERNAL_ERROR, "a defect of the gateway");
        }
    }

    /** Something has happened. */
    void on(Signal signal) {
        switch (signal) {
            case REQUEST_SENT -> requestSent();
            case SENDING_BROKE -> sendingBroke();
            case BODY_TOO_LARGE -> refuseClient(Rejection.BODY_TOO_LARGE);
            case BODY_MALFORMED -> refuseClient(Rejection.MALFORMED_REQUEST);
            case CLIENT_LOST -> exchange().cutOff();
            case RESPONSE_READ -> responseRead();
            case RESPONSE_SENT -> exchange().answerIsOut();
        }
    }

    private void requestSent() {
        sendingWaitsFor(Wait.RESPONSE_HEAD);
        if (state instanceof RequestSender now && now.hasBody()) {
            exchange().watchClient();
        }
    }

    private void sendingBroke() {
        sendingWaitsFor(Wait.RESPONSE_HEAD);
        if (state instanceof RequestSender now) {
            now.reader().run();
        }
    }

    /**
     * The head of the response is there; false if nobody wants it, because the call is tried again: then its body is
     * read to its end elsewhere, beginning with {@code behind}.
     */
    boolean responds(ResponseHead head, ResponseBody body, boolean persistent, ByteBuffer behind) {
        if (!(state instanceof RequestSender now)) {
            return false;
        }
        int status = head.status();
        use.responding(status);
        Runnable next = whole.instead(this, head);
        if (next == null) {
            waitsFor(Wait.RESPONSE_BODY);
            return true;
        }
        state = Holding.NOTHING;
        use.responded(status);
        now.stop();
        now.reader().stop();
        if (persistent && now.isComplete()) {
            new ResponseDrain(
                            context(), now.connection(), body, whole.timeouts().idle())
                    .begin(behind);
        } else {
            now.connection().close();
        }
        failed("status " + status);
        // Only now: what is read of the next try takes the memory that holds this head.
        next.run();
        return false;
    }

    /** The connection is free for others if the request has gone out, too. */
    private void responseRead() {
        if (state instanceof RequestSender now) {
            state = now.reader();
            use.responded(now.reader().upstreamStatus());
            if (now.isComplete() && now.reader().leavesConnectionOpen()) {
                now.connection().giveBack(whole.timeouts().idle().toNanos());
            } else {
                now.stop();
                now.connection().close();
            }
        }
    }

    /** The upstream's connection broke, or made no sense; {@code untouched} if nothing of a response had come. */
    void upstreamBroke(HostFailure failure, String how, boolean untouched) {
        if (untouched && state instanceof RequestSender now) {
            boolean refused = now.connection() instanceof Http2UpstreamStream stream && stream.isRefused();
            if (now.isOnReused() && !refused) {
                pool.wasDead();
            }
            boolean again = refused || (now.isOnReused() && whole.isIdempotent());
            if (again && !replaced && !now.hasLostBody()) {
                replaced = true;
                now.drop();
                connect(Reuse.NONE);
                return;
            }
            if (refused) {
                use.sentNothing();
            }
        }
        fail(failure, Rejection.UPSTREAM_BAD_ANSWER, how);
    }

    /** The upstream switches protocols: the connection becomes one half of a tunnel. */
    void switchesTo(Tunnel tunnel) {
        use.responding(StatusCodes.SWITCHING_PROTOCOLS);
        whole.wins(this);
        if (state instanceof RequestSender now) {
            now.stop();
        }
        state = new Tunnelling(tunnel);
        waitsFor(Wait.TUNNEL);
    }

    /** Waits for something else from now on. */
    void waitsFor(Wait next) {
        patience.waitsFor(next);
    }

    /** Sending waits for something else; that counts as long as no response has begun. */
    void sendingWaitsFor(Wait next) {
        if (patience.waitsFor().isOfRequest()) {
            waitsFor(next);
        }
    }

    /** Bytes have moved. */
    void moved() {
        patience.moved();
    }

    /** Lets the client come back to this host, where the service wants that. */
    void stick() {
        whole.stick(use.cookie());
    }

    boolean wantsUpgrade() {
        return whole.wantsUpgrade();
    }

    GatewayExchange exchange() {
        return whole.exchange();
    }

    IoThreadContext context() {
        return whole.context();
    }

    RequestState decided() {
        return whole.decided();
    }

    Forwarding forwarding() {
        return whole.forwarding();
    }

    CompressionListener compression() {
        return whole.compression();
    }

    Wait waitsFor() {
        return patience.waitsFor();
    }

    /** The tunnel that is being left; null if there is none. */
    @Nullable
    Tunnel leaving() {
        return state instanceof Tunnelling open && open.tunnel().isLeaving() ? open.tunnel() : null;
    }

    /** Acts if it has waited too long; true if it has. */
    boolean check(long nowNanos) {
        if (state instanceof Pausing) {
            return false;
        }
        if (patience.isTryOver(whole.perTryNanos(), nowNanos)) {
            fail(waitsFor().late(), Rejection.UPSTREAM_TIMEOUT, "no response head within retry.per-try-timeout");
            return true;
        }
        boolean stuck = patience.isStuck(whole.timeouts(), exchange().patience(), nowNanos);
        if (stuck) {
            outOfPatience();
        }
        return stuck;
    }

    private void outOfPatience() {
        Timeouts timeouts = whole.timeouts();
        switch (waitsFor()) {
            case CONNECTION -> moved();
            case LINE -> busy();
            case REQUEST_BODY -> {
                if (streamsMessages()) {
                    // A stream of messages is silent for as long as there are none.
                    moved();
                } else {
                    refuseClient(Rejection.REQUEST_TIMEOUT);
                }
            }
            case CLIENT_WRITES -> {
                use.failed(HostFailure.CLIENT);
                exchange().cutOff();
            }
            case SENDING -> timedOut("took no more of the request for", timeouts.idle());
            case RESPONSE_HEAD -> timedOut("no response head within", timeouts.response());
            case RESPONSE_BODY -> timedOut("no more of the response body for", timeouts.idle());
            case TUNNEL -> exchange().settle();
        }
    }

    private void timedOut(String what, Duration limit) {
        fail(HostFailure.TIMEOUT, Rejection.UPSTREAM_TIMEOUT, what + " " + limit.toMillis() + " ms");
    }

    /** Ends in order, as the gateway ends; false if that is not to be had. */
    boolean leave(long nowNanos) {
        if (state instanceof Tunnelling open) {
            open.tunnel().leave(nowNanos);
            return true;
        }
        return state instanceof RequestSender now && now.reader().endStream();
    }

    /** It must not go on: it ends in a way that nobody takes for the end of its response. */
    void revoke(String reason, long nowNanos) {
        if (state instanceof Tunnelling open) {
            exchange().stats().rejected(Refusal.of(Rejection.ACCESS_REVOKED));
            open.tunnel().revoke(reason, nowNanos);
        } else {
            use.abandoned(Fault.GATEWAY);
            exchange().refuseAndClose(Refusal.of(Rejection.ACCESS_REVOKED, reason));
        }
    }

    private void refuseClient(Rejection rejection) {
        use.failed(HostFailure.CLIENT);
        exchange().refuseAndClose(Refusal.of(rejection));
    }

    private void fail(HostFailure failure, Rejection rejection, String why) {
        use.failed(failure);
        release();
        failed(why);
        whole.failed(this, failure, rejection, use.hasSent());
    }

    private void failed(String why) {
        noted = true;
        exchange().stats().tryFailed(pool.label(), TryOutcome.FAILED, why, use.since(), use.nanos());
    }

    /** The response is from here. */
    void wins() {
        ended(TryOutcome.RESPONDED, use.headNanos());
    }

    private void ended(TryOutcome outcome, long nanos) {
        if (!noted) {
            noted = true;
            exchange().stats().tryEnded(pool.label(), outcome, use.since(), nanos);
        }
    }

    /** The nanoseconds until the head of its response was there. */
    long headNanos() {
        return use.headNanos();
    }

    /** When that was. */
    long headAt() {
        return use.since() + use.headNanos();
    }

    /** The nanoseconds since the host was chosen. */
    long onHost() {
        return use.nanos();
    }

    /** Whether it is a call by gRPC, which may be of many messages: both ends know when it is over, where the host is one that can be called so. */
    private boolean streamsMessages() {
        return exchange().isGrpc()
                && exchange().grpcWeb() == null
                && host().address().http2();
    }

    /** The host, as it stands in records. */
    String label() {
        return pool.label();
    }

    UpstreamHost host() {
        return use.host();
    }

    /** The exchange as a whole has taken too long. */
    void overdue(boolean byClient) {
        if (byClient || state instanceof Pausing) {
            use.abandoned(byClient ? Fault.CLIENT : Fault.GATEWAY);
        } else {
            use.failed(waitsFor().late());
        }
        ended(byClient || state instanceof Pausing ? TryOutcome.ABANDONED : TryOutcome.FAILED, use.nanos());
    }

    /** The other try was faster. */
    void loses() {
        noted = true;
        exchange()
                .stats()
                .tryFailed(
                        pool.label(),
                        TryOutcome.ABANDONED,
                        "abandoned, another host was faster",
                        use.since(),
                        use.nanos());
        abandon(Fault.GATEWAY);
    }

    /** The exchange has ended, or this try is not needed any more: gives back whatever is still held. */
    void abandon(Fault by) {
        if (state instanceof Tunnelling && !use.hasEnded()) {
            use.responded(StatusCodes.SWITCHING_PROTOCOLS);
        }
        use.abandoned(by);
        if (!noted) {
            ended(TryOutcome.ABANDONED, use.nanos());
        }
        release();
    }

    private void release() {
        AttemptState last = state;
        state = Holding.NOTHING;
        if (last instanceof Pausing pause) {
            pause.cancel();
        } else if (last == Holding.CONNECTING) {
            pool.leave(this);
        } else if (last instanceof RequestSender now) {
            now.drop();
        } else if (last instanceof ResponseReader delivering) {
            delivering.stop();
        } else if (last instanceof Tunnelling open) {
            open.tunnel().close();
        }
    }
}
