package io.gatehouse.http.forwarding;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.ForwardedOrigin;
import io.gatehouse.domain.service.Forwarding;
import io.gatehouse.domain.service.Timeouts;
import io.gatehouse.domain.upstream.HostOutcome;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import io.gatehouse.http.exchange.ActiveOperation;
import io.gatehouse.http.exchange.GatewayExchange;
import io.gatehouse.http.forwarding.ForwardingState.Connecting;
import io.gatehouse.http.forwarding.ForwardingState.Delivering;
import io.gatehouse.http.forwarding.ForwardingState.Ended;
import io.gatehouse.http.forwarding.ForwardingState.Exchanging;
import io.gatehouse.http.forwarding.ForwardingState.Tunnelling;
import io.gatehouse.http.pool.ConnectionCallback;
import io.gatehouse.http.pool.ConnectionCallback.Reuse;
import io.gatehouse.http.pool.HostPool;
import io.gatehouse.http.pool.IoThreadContext;
import io.gatehouse.http.pool.UpstreamConnection;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange on its way to an upstream and back: its states, and every transition between them. Those who do the work report here
 * what has happened, and are stopped from here.
 *
 * <pre>
 *   Connecting ---- connected ----> Exchanging ---- response read ----> Delivering ---- response sent ----> Ended
 *     |    ^                         |      |
 *     |    '-- dead, not sent yet ---'      '---- switches protocols ----> Tunnelling ---- either side gone ----> Ended
 *     '-- unreachable: the next host, if there is one
 *
 *   any ---- failure, timeout, client gone, access revoked ----> Ended
 * </pre>
 *
 * <p>A host that cannot be reached is left for the next one, whatever the method, for nothing has been sent. A connection
 * from the pool that turns out to be dead is replaced once, if the request is idempotent and nothing of its body is gone.
 * Every other failure is reported to the client; once a response has begun, by the end of its connection.
 */
final class ForwardedExchange implements ConnectionCallback, ActiveOperation {

    private static final Logger LOG = LoggerFactory.getLogger(ForwardedExchange.class);

    private static final Set<HttpString> IDEMPOTENT =
            Set.of(Methods.GET, Methods.HEAD, Methods.OPTIONS, Methods.PUT, Methods.DELETE);

    private final GatewayExchange exchange;
    private final Forwarding forwarding;
    private final IoThreadContext context;
    private final HostAttempts hosts;
    private final Forwarder forwarder;
    private final boolean upgrade;
    private final long begun;
    private ForwardingState state = Ended.ENDED;
    private boolean replaced;
    private Wait wait = Wait.CONNECTION;
    private boolean moved;
    private boolean sent;
    private long quietSince;

    /** When the present host was chosen, and when its response head came, in nanoseconds since this began. */
    private long hostSince;

    private long headNanos;

    /** What has happened on the way. */
    enum Signal {
        /** The whole request has been sent. */
        REQUEST_SENT,
        /** The upstream takes no more of the request; it may have responded already. */
        SENDING_BROKE,
        /** The request body is longer than it may be. */
        BODY_TOO_LARGE,
        /** The request body is not framed as it should be. */
        BODY_MALFORMED,
        /** The client is gone, or cannot be written to or read from. */
        CLIENT_LOST,
        /** The head of the response is there. */
        RESPONSE_BEGUN,
        /** The whole response has been read from the upstream. */
        RESPONSE_READ,
        /** The whole response has been sent to the client. */
        RESPONSE_SENT
    }

    ForwardedExchange(
            GatewayExchange exchange,
            RequestState state,
            IoThreadContext context,
            HostAttempts hosts,
            Forwarder forwarder) {
        this.exchange = exchange;
        this.forwarding = state.route().service().forwarding();
        this.context = context;
        this.hosts = hosts;
        this.forwarder = forwarder;
        this.upgrade = Tunnel.isAskedFor(exchange.http());
        this.begun = context.scanner().now();
        this.quietSince = begun;
    }

    void begin() {
        exchange.watchClient();
        tryHost();
    }

    private void tryHost() {
        HostPool pool = context.pool(hosts.address());
        exchange.stats().trying(pool.label());
        connect(pool, mayBeRepeated() && exchange.http().isRequestComplete() ? Reuse.ANY : Reuse.TESTED);
    }

    private void connect(HostPool pool, Reuse reuse) {
        state = new Connecting(pool);
        waitsFor(Wait.CONNECTION);
        pool.acquire(this, timeouts().connect(), reuse);
    }

    private Timeouts timeouts() {
        return forwarding.timeouts();
    }

    private boolean mayBeRepeated() {
        return IDEMPOTENT.contains(exchange.http().getRequestMethod());
    }

    @Override
    public void waits() {
        waitsFor(Wait.LINE);
    }

    @Override
    public void unreachable(HostFailure failure, String why) {
        exchange.stats().upstreamFailed(why);
        if (hosts.next(failed(failure), decided())) {
            hostSince = sinceBegin();
            tryHost();
        } else {
            fail(failure, Rejection.UPSTREAM_UNREACHABLE, why);
        }
    }

    @Override
    public void busy() {
        hosts.end(failed(HostFailure.GATEWAY));
        exchange.refuse(Refusal.of(Rejection.UPSTREAM_BUSY).with("Retry-After", "1"));
    }

    @Override
    public void connected(UpstreamConnection connection, boolean reused) {
        if (!(state instanceof Connecting from)) {
            connection.close();
            return;
        }
        try {
            BodySource body = exchange.http().isRequestComplete()
                    ? null
                    : new BodySource(exchange, forwarder.mostBody(forwarding));
            var sender = new RequestSender(this, context, connection, body);
            var reader = new ResponseReader(this, exchange, context, connection);
            state = new Exchanging(from.pool(), connection, reused, sender, reader);
            sent = true;
            connection.lendTo(reader);
            waitsFor(Wait.SENDING);
            RequestHead.write(
                    context.requestHead(),
                    exchange,
                    decided(),
                    forwarder.headers(),
                    from.pool().authority(),
                    upgrade);
            sender.begin();
        } catch (RuntimeException defect) {
            // Nobody else would hear of it: this is called by the I/O thread itself.
            LOG.error("A request failed within the gateway", defect);
            hosts.end(failed(HostFailure.GATEWAY));
            exchange.refuse(Refusal.of(Rejection.INTERNAL_ERROR));
        }
    }

    /** Lets the client come back to the host that has responded, where the service wants that. */
    void stick() {
        String cookie = hosts.cookie();
        if (cookie != null) {
            RequestState known = decided();
            ForwardedOrigin origin = known.exchange().origin();
            String scheme = origin == null ? null : origin.scheme();
            boolean secure = scheme == null ? known.incoming().secure() : scheme.equals("https");
            exchange.http().getResponseHeaders().add(Headers.SET_COOKIE, secure ? cookie + "; Secure" : cookie);
        }
    }

    /** The request as the stages have decided on it. */
    RequestState decided() {
        return Objects.requireNonNull(exchange.state(), "what is forwarded has been decided");
    }

    /** Something has happened. */
    void on(Signal signal) {
        switch (signal) {
            case REQUEST_SENT -> requestSent();
            case SENDING_BROKE -> sendingBroke();
            case BODY_TOO_LARGE -> refuseClient(Rejection.BODY_TOO_LARGE);
            case BODY_MALFORMED -> refuseClient(Rejection.MALFORMED_REQUEST);
            case CLIENT_LOST -> exchange.cutOff();
            case RESPONSE_BEGUN -> responding(exchange.http().getStatusCode());
            case RESPONSE_READ -> responseRead();
            case RESPONSE_SENT -> exchange.answerIsOut();
        }
    }

    private void requestSent() {
        sendingWaitsFor(Wait.RESPONSE_HEAD);
        if (state instanceof Exchanging now && now.sender().hasBody()) {
            exchange.watchClient();
        }
    }

    private void sendingBroke() {
        sendingWaitsFor(Wait.RESPONSE_HEAD);
        if (state instanceof Exchanging now) {
            now.reader().run();
        }
    }

    private void responding(int status) {
        waitsFor(Wait.RESPONSE_BODY);
        headNanos = sinceBegin() - hostSince;
        exchange.stats().firstByte(headNanos + hostSince);
        hosts.responding(status, headNanos);
    }

    /** The connection is free for others if the request has gone out, too. */
    private void responseRead() {
        if (state instanceof Exchanging now) {
            state = new Delivering(now.reader());
            hosts.end(new HostOutcome.Responded(now.reader().upstreamStatus(), headNanos, onHost()));
            if (now.sender().isComplete() && now.reader().leavesConnectionOpen()) {
                now.connection().giveBack(timeouts().idle().toNanos());
            } else {
                now.sender().stop();
                now.connection().close();
            }
        }
    }

    /** The upstream's connection broke, or made no sense; {@code untouched} if nothing of a response had come. */
    void upstreamBroke(HostFailure failure, String how, boolean untouched) {
        if (untouched && state instanceof Exchanging now && now.reused()) {
            now.pool().wasDead();
            if (!replaced && mayBeRepeated() && !now.sender().hasTakenBody()) {
                replaced = true;
                now.drop();
                connect(now.pool(), Reuse.NONE);
                return;
            }
        }
        fail(failure, Rejection.UPSTREAM_BAD_ANSWER, how);
    }

    /** The upstream switches protocols: the connection becomes one half of a tunnel. */
    void switchesTo(Tunnel tunnel) {
        responding(StatusCodes.SWITCHING_PROTOCOLS);
        if (state instanceof Exchanging now) {
            now.sender().stop();
        }
        state = new Tunnelling(tunnel);
        waitsFor(Wait.TUNNEL);
    }

    /** Waits for something else from now on. */
    void waitsFor(Wait next) {
        wait = next;
        moved = true;
    }

    /** Sending waits for something else; that counts as long as no response has begun. */
    void sendingWaitsFor(Wait next) {
        if (wait.isOfRequest()) {
            waitsFor(next);
        }
    }

    /** Bytes have moved. */
    void moved() {
        moved = true;
    }

    boolean wantsUpgrade() {
        return upgrade;
    }

    Forwarding forwarding() {
        return forwarding;
    }

    @Override
    public void check(long nowNanos) {
        if (state instanceof Tunnelling open && open.tunnel().isLeaving()) {
            open.tunnel().check(nowNanos);
        } else if (isOverdue(nowNanos)) {
            fail(whoIsLate(), Rejection.UPSTREAM_TIMEOUT, "longer than timeouts.total in all");
        } else if (isStuck(nowNanos)) {
            outOfPatience();
        } else if (wait.lasts()) {
            Refusal revoked = exchange.revoked();
            if (revoked != null) {
                revoke(revoked.rejection().safeMessage(), nowNanos);
            }
        }
    }

    /** Whether the exchange as a whole takes longer than it may; never in a tunnel. */
    private boolean isOverdue(long nowNanos) {
        Duration total = timeouts().total();
        return total != null && wait != Wait.TUNNEL && nowNanos - begun > total.toNanos();
    }

    /** Whether nothing has moved for longer than what is waited for may take; looked at a few times a second, so that much late. */
    private boolean isStuck(long nowNanos) {
        if (moved) {
            moved = false;
            quietSince = nowNanos;
            return false;
        }
        return nowNanos - quietSince > wait.patience(timeouts(), exchange.patience());
    }

    /** What it means that time is up: whoever is waited for is late. */
    private HostFailure whoIsLate() {
        return switch (wait) {
            case LINE -> HostFailure.GATEWAY;
            case CONNECTION -> HostFailure.CONNECT_TIMEOUT;
            case REQUEST_BODY, CLIENT_WRITES -> HostFailure.CLIENT;
            case SENDING, RESPONSE_HEAD, RESPONSE_BODY, TUNNEL -> HostFailure.TIMEOUT;
        };
    }

    private void outOfPatience() {
        switch (wait) {
            case CONNECTION -> moved();
            case LINE -> busy();
            case REQUEST_BODY -> refuseClient(Rejection.REQUEST_TIMEOUT);
            case CLIENT_WRITES -> {
                hosts.end(failed(HostFailure.CLIENT));
                exchange.cutOff();
            }
            case SENDING ->
                timedOut("took no more of the request for", timeouts().idle());
            case RESPONSE_HEAD -> timedOut("no response head within", timeouts().response());
            case RESPONSE_BODY ->
                timedOut("no more of the response body for", timeouts().idle());
            case TUNNEL -> exchange.settle();
        }
    }

    private void timedOut(String what, Duration limit) {
        fail(HostFailure.TIMEOUT, Rejection.UPSTREAM_TIMEOUT, what + " " + limit.toMillis() + " ms");
    }

    /** It must not go on: it ends in a way that nobody takes for the end of its response. */
    private void revoke(String reason, long nowNanos) {
        if (state instanceof Tunnelling open) {
            exchange.stats().rejected(Refusal.of(Rejection.ACCESS_REVOKED));
            open.tunnel().leave(reason, nowNanos);
        } else {
            hosts.end(new HostOutcome.Abandoned(Fault.GATEWAY, sent, onHost()));
            exchange.refuseAndClose(Refusal.of(Rejection.ACCESS_REVOKED, reason));
        }
    }

    private HostOutcome failed(HostFailure failure) {
        return new HostOutcome.Failed(failure, sent, onHost());
    }

    private long onHost() {
        return sinceBegin() - hostSince;
    }

    private long sinceBegin() {
        return context.scanner().now() - begun;
    }

    private void refuseClient(Rejection rejection) {
        hosts.end(failed(HostFailure.CLIENT));
        exchange.refuseAndClose(Refusal.of(rejection));
    }

    private void fail(HostFailure failure, Rejection rejection, String why) {
        hosts.end(failed(failure));
        exchange.stats().upstreamFailed(why);
        exchange.refuse(Refusal.of(rejection));
    }

    @Override
    public void abandon() {
        ForwardingState last = state;
        state = Ended.ENDED;
        if (last instanceof Connecting wanted) {
            wanted.pool().leave(this);
        }
        if (!hosts.hasEnded()) {
            hosts.end(
                    last instanceof Tunnelling
                            ? new HostOutcome.Responded(StatusCodes.SWITCHING_PROTOCOLS, headNanos, onHost())
                            : new HostOutcome.Abandoned(Fault.CLIENT, sent, onHost()));
        }
        if (last instanceof Exchanging now) {
            now.drop();
        } else if (last instanceof Delivering rest) {
            rest.reader().stop();
        } else if (last instanceof Tunnelling open) {
            open.tunnel().close();
        }
    }
}
