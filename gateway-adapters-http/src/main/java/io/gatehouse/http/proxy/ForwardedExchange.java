package io.gatehouse.http.proxy;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.Forwarding;
import io.gatehouse.domain.service.Timeouts;
import io.gatehouse.domain.upstream.HostOutcome;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import io.gatehouse.domain.upstream.LoadBalancer;
import io.gatehouse.http.exchange.ActiveOperation;
import io.gatehouse.http.exchange.ClientWatch;
import io.gatehouse.http.exchange.GatewayExchange;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange on its way to an upstream and back: which host, which connection, and what a failure means.
 *
 * <p>A host that cannot be reached is left for the next one, whatever the method, for nothing has been sent. A connection
 * from the pool that turns out to be dead is replaced once, if the request is idempotent and nothing of its body is gone.
 * Every other failure is told to the client; once an answer has begun, by the end of its connection.
 */
final class ForwardedExchange implements ConnectionCallback, ActiveOperation {

    private static final Logger LOG = LoggerFactory.getLogger(ForwardedExchange.class);

    private static final Set<HttpString> IDEMPOTENT =
            Set.of(Methods.GET, Methods.HEAD, Methods.OPTIONS, Methods.PUT, Methods.DELETE);

    private final GatewayExchange exchange;
    private final HttpServerExchange http;
    private final Forwarding forwarding;
    private final IoThreadContext lane;
    private final HostAttempts hosts;
    private final long mostBody;
    private final HeaderRules headers;
    private final Timeouts timeouts;
    private final boolean upgrade;
    private final Progress progress;
    private @Nullable HostPool pool;
    private @Nullable UpstreamConnection connection;
    private @Nullable RequestSender sender;
    private @Nullable ResponseReader reader;
    private @Nullable Tunnel tunnel;
    private boolean replaced;
    private boolean reused;

    /** When the present host was chosen, and when its response head came, in nanoseconds since this began. */
    private long hostSince;

    private long headNanos;

    ForwardedExchange(
            GatewayExchange exchange,
            RequestState state,
            IoThreadContext lane,
            LoadBalancer upstreams,
            int mostHosts,
            long mostBody,
            HeaderRules headers) {
        this.exchange = exchange;
        this.http = exchange.http();
        this.forwarding = state.route().service().forwarding();
        this.lane = lane;
        this.hosts = new HostAttempts(upstreams, state.version().key(), mostHosts, state.hostPermit());
        this.mostBody = mostBody;
        this.headers = headers;
        this.timeouts = forwarding.timeouts();
        this.upgrade = WebSocketUpgrade.isAskedFor(http);
        this.progress = new Progress(
                timeouts, exchange.patience().stall().toNanos(), lane.ticker().now());
    }

    void begin() {
        ClientWatch.begin(exchange);
        tryHost();
    }

    private void tryHost() {
        HostPool next = lane.pool(hosts.address());
        pool = next;
        exchange.facts().trying(next.label());
        enter(Phase.CONNECTION);
        next.acquire(this, timeouts.connect(), false);
    }

    @Override
    public void connected(UpstreamConnection lent, boolean usedBefore) {
        try {
            ask(lent, usedBefore);
        } catch (RuntimeException defect) {
            // Nobody else would tell of it: this is called by the I/O thread itself.
            LOG.error("A request failed within the gateway", defect);
            hosts.end(failed(HostFailure.GATEWAY));
            exchange.refuse(Refusal.of(Rejection.INTERNAL_ERROR));
        }
    }

    private void ask(UpstreamConnection lent, boolean usedBefore) {
        connection = lent;
        reused = usedBefore;
        var answer = new ResponseReader(this, exchange, lane, lent);
        var request = new RequestSender(this, lane, lent, body());
        reader = answer;
        sender = request;
        lent.lendTo(answer);
        enter(Phase.SENDING);
        RequestHead.write(lane.requestHead(), exchange, decided(), headers, authority(), upgrade);
        request.begin();
    }

    private RequestState decided() {
        return Objects.requireNonNull(exchange.state(), "what is forwarded has been decided");
    }

    private @Nullable BodySource body() {
        Long most = forwarding.maxBodySize();
        return http.isRequestComplete() ? null : new BodySource(exchange, most == null ? mostBody : most);
    }

    @Override
    public void waits() {
        enter(Phase.LINE);
    }

    @Override
    public void unreachable(HostFailure failure, String why) {
        exchange.facts().upstreamFailed(why);
        if (hosts.next(failed(failure), decided())) {
            hostSince = progress.since(lane.ticker().now());
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

    /** A request that cannot be sent a second time must not be lost to a connection that is known to be dead. */
    @Override
    public boolean testsOnBorrow() {
        return !mayBeRepeated() || !http.isRequestComplete();
    }

    private boolean mayBeRepeated() {
        return IDEMPOTENT.contains(http.getRequestMethod());
    }

    @Override
    public boolean isGone() {
        return progress.phase() != Phase.CONNECTION && progress.phase() != Phase.LINE;
    }

    /** The connection broke before the head of the answer was there; {@code touched} if a part of it was. */
    void brokeBeforeAnswer(boolean touched, String how) {
        RequestSender request = sender;
        HostPool host = pool;
        if (host != null && reused && !touched) {
            host.wasDead();
        }
        boolean again =
                reused && !touched && !replaced && mayBeRepeated() && request != null && !request.hasTakenBody();
        if (!again || host == null) {
            fail(HostFailure.RESET, Rejection.UPSTREAM_BAD_ANSWER, how);
            return;
        }
        replaced = true;
        dropConnection();
        enter(Phase.CONNECTION);
        host.acquire(this, timeouts.connect(), true);
    }

    /** The connection broke within the answer, or what came made no sense. */
    void brokeWithinAnswer(HostFailure failure, String how) {
        fail(failure, Rejection.UPSTREAM_BAD_ANSWER, how);
    }

    /** The client is gone, or cannot be written to or read from. */
    void clientLost() {
        exchange.cutOff();
    }

    /** The body is longer than it may be. */
    void bodyTooLarge() {
        hosts.end(failed(HostFailure.CLIENT));
        exchange.refuseAndClose(Refusal.of(Rejection.BODY_TOO_LARGE));
    }

    /** The upstream takes no more of the request; it may have answered already. */
    void sendingBroke() {
        ResponseReader answer = reader;
        sendingWaits(Phase.ANSWER_HEAD);
        if (answer != null) {
            answer.run();
        }
    }

    /** Sending waits for one side or the other; that counts as long as no answer has begun. */
    void sendingWaits(Phase next) {
        if (progress.phase() == Phase.SENDING || progress.phase() == Phase.REQUEST_BODY) {
            enter(next);
        }
    }

    /** The whole request has been sent. */
    void requestSent() {
        sendingWaits(Phase.ANSWER_HEAD);
        if (sender != null && sender.hasBody()) {
            ClientWatch.begin(exchange);
        }
    }

    /** The head of the answer is there. */
    void answerBegins() {
        enter(Phase.ANSWER_BODY);
        long sinceBegin = progress.since(lane.ticker().now());
        headNanos = sinceBegin - hostSince;
        exchange.facts().firstByte(sinceBegin);
    }

    /** The whole answer has been read from the upstream; the connection is free if the request has gone out too. */
    void answered() {
        UpstreamConnection lent = connection;
        RequestSender request = sender;
        ResponseReader answer = reader;
        if (lent == null || request == null || answer == null) {
            return;
        }
        connection = null;
        hosts.end(new HostOutcome.Responded(http.getStatusCode(), headNanos, onHost()));
        if (request.isComplete() && answer.leavesConnectionOpen()) {
            lent.giveBack(timeouts.idle().toNanos());
        } else {
            request.stop();
            lent.close();
        }
    }

    /** The whole answer has been sent to the client. */
    void answerIsOut() {
        exchange.answerIsOut();
    }

    /** The upstream switches protocols: the connection becomes one half of a tunnel. */
    void becomesTunnel(Tunnel begins) {
        tunnel = begins;
        connection = null;
        enter(Phase.TUNNEL);
    }

    /** Waits for something else from now on. */
    void enter(Phase next) {
        progress.enter(next);
    }

    /** Bytes have moved. */
    void moved() {
        progress.moved();
    }

    boolean wantsUpgrade() {
        return upgrade;
    }

    Forwarding forwarding() {
        return forwarding;
    }

    private String authority() {
        HostPool host = pool;
        return host == null ? "" : host.authority();
    }

    @Override
    public void check(long nowNanos) {
        Tunnel open = tunnel;
        if (open != null && open.isLeaving()) {
            open.check(nowNanos);
        } else if (progress.isOverdue(nowNanos)) {
            fail(whoIsLate(), Rejection.UPSTREAM_TIMEOUT, "longer than timeouts.total in all");
        } else if (progress.isStuck(nowNanos)) {
            outOfPatience();
        } else if (progress.phase().lasts()) {
            Refusal revoked = exchange.revoked();
            if (revoked != null) {
                end(revoked.rejection().safeMessage(), nowNanos);
            }
        }
    }

    /** It must not go on: it ends in a way that nobody takes for the end of its answer. */
    private void end(String reason, long nowNanos) {
        Tunnel open = tunnel;
        if (open == null) {
            hosts.end(new HostOutcome.Abandoned(Fault.GATEWAY, sender != null, onHost()));
            exchange.refuseAndClose(Refusal.of(Rejection.ACCESS_REVOKED, reason));
        } else {
            exchange.facts().rejected(Refusal.of(Rejection.ACCESS_REVOKED));
            open.leave(reason, nowNanos);
        }
    }

    /** What it means that time is up: whoever is waited for is late. */
    private HostFailure whoIsLate() {
        return switch (progress.phase()) {
            case LINE -> HostFailure.GATEWAY;
            case CONNECTION -> HostFailure.CONNECT_TIMEOUT;
            case REQUEST_BODY, CLIENT_WRITES -> HostFailure.CLIENT;
            case SENDING, ANSWER_HEAD, ANSWER_BODY, TUNNEL, OVER -> HostFailure.TIMEOUT;
        };
    }

    private void outOfPatience() {
        switch (progress.phase()) {
            case LINE -> busy();
            case REQUEST_BODY -> {
                hosts.end(failed(HostFailure.CLIENT));
                exchange.refuseAndClose(Refusal.of(Rejection.REQUEST_TIMEOUT));
            }
            case CLIENT_WRITES -> {
                hosts.end(failed(HostFailure.CLIENT));
                exchange.cutOff();
            }
            case SENDING -> timedOut("took no more of the request for", timeouts.idle());
            case ANSWER_HEAD -> timedOut("no response head within", timeouts.response());
            case ANSWER_BODY -> timedOut("no more of the response body for", timeouts.idle());
            case TUNNEL -> exchange.settle();
            case CONNECTION, OVER -> progress.moved();
        }
    }

    private void timedOut(String what, Duration limit) {
        fail(HostFailure.TIMEOUT, Rejection.UPSTREAM_TIMEOUT, what + " " + limit.toMillis() + " ms");
    }

    private HostOutcome failed(HostFailure failure) {
        return new HostOutcome.Failed(failure, sender != null, onHost());
    }

    private long onHost() {
        return progress.since(lane.ticker().now()) - hostSince;
    }

    private void fail(HostFailure failure, Rejection rejection, String why) {
        hosts.end(failed(failure));
        exchange.facts().upstreamFailed(why);
        exchange.refuse(Refusal.of(rejection));
    }

    @Override
    public void abandon() {
        HostPool host = pool;
        if (host != null && (progress.phase() == Phase.LINE || progress.phase() == Phase.CONNECTION)) {
            host.leave(this);
        }
        enter(Phase.OVER);
        if (!hosts.hasEnded()) {
            hosts.end(
                    tunnel == null
                            ? new HostOutcome.Abandoned(Fault.CLIENT, sender != null, onHost())
                            : new HostOutcome.Responded(StatusCodes.SWITCHING_PROTOCOLS, headNanos, onHost()));
        }
        dropConnection();
        if (tunnel != null) {
            tunnel.close();
        }
    }

    private void dropConnection() {
        UpstreamConnection lent = connection;
        connection = null;
        if (sender != null) {
            sender.stop();
        }
        if (reader != null) {
            reader.stop();
        }
        if (lent != null) {
            lent.close();
        }
    }
}
