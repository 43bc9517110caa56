package io.gatehouse.http.proxy;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.Forwarding;
import io.gatehouse.domain.service.Timeouts;
import io.gatehouse.domain.upstream.Attempt;
import io.gatehouse.domain.upstream.TriedHosts;
import io.gatehouse.domain.upstream.UpstreamChoice;
import io.gatehouse.http.exchange.ClientWatch;
import io.gatehouse.http.exchange.GatewayExchange;
import io.gatehouse.http.exchange.Ongoing;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One exchange on its way to an upstream and back: which host, which connection, and what a failure means.
 *
 * <p>A host that cannot be reached is left for the next one, whatever the method, for nothing has been sent. A connection
 * from the pool that turns out to be dead is replaced once, if the request is idempotent and nothing of its body is gone.
 * Every other failure is told to the client; once an answer has begun, by the end of its connection.
 */
final class ForwardedExchange implements ConnectionTaker, Ongoing {

    private static final Set<HttpString> IDEMPOTENT =
            Set.of(Methods.GET, Methods.HEAD, Methods.OPTIONS, Methods.PUT, Methods.DELETE);

    private final GatewayExchange exchange;
    private final HttpServerExchange http;
    private final RequestState state;
    private final Lane lane;
    private final UpstreamChoice upstreams;
    private final int mostHosts;
    private final long mostBody;
    private final Timeouts timeouts;
    private final boolean upgrade;
    private final long begun;
    private Attempt attempt;
    private TriedHosts tried = TriedHosts.NONE;
    private int tries;
    private @Nullable HostPool pool;
    private @Nullable UpstreamConnection connection;
    private @Nullable RequestSender sender;
    private @Nullable AnswerReader reader;
    private @Nullable Tunnel tunnel;
    private boolean replaced;
    private boolean reused;
    private Phase phase = Phase.CONNECTION;
    private boolean moved;
    private long quietSince;

    ForwardedExchange(
            GatewayExchange exchange,
            RequestState state,
            Lane lane,
            UpstreamChoice upstreams,
            int mostHosts,
            long mostBody) {
        this.exchange = exchange;
        this.http = exchange.http();
        this.state = state;
        this.lane = lane;
        this.upstreams = upstreams;
        this.mostHosts = mostHosts;
        this.mostBody = mostBody;
        this.timeouts = forwarding().timeouts();
        this.upgrade = WebSocketUpgrade.isAskedFor(http);
        this.attempt = state.attempt();
        this.begun = lane.ticker().now();
        this.quietSince = begun;
    }

    void begin() {
        ClientWatch.begin(exchange);
        tryHost();
    }

    private void tryHost() {
        tries++;
        HostPool next = lane.pool(attempt.host().address());
        pool = next;
        exchange.facts().trying(next.label());
        enter(Phase.CONNECTION);
        next.acquire(this, timeouts.connect(), false);
    }

    @Override
    public void connected(UpstreamConnection lent, boolean usedBefore) {
        connection = lent;
        reused = usedBefore;
        var answer = new AnswerReader(this, exchange, lane, lent);
        var request = new RequestSender(this, lane, lent, body());
        reader = answer;
        sender = request;
        lent.lendTo(answer);
        enter(Phase.SENDING);
        RequestHead.write(lane.requestHead(), exchange, state, authority(), upgrade);
        request.begin();
    }

    private @Nullable BodySource body() {
        Long most = forwarding().maxBodySize();
        return http.isRequestComplete() ? null : new BodySource(exchange, most == null ? mostBody : most);
    }

    @Override
    public void waits() {
        enter(Phase.LINE);
    }

    @Override
    public void unreachable() {
        attempt.end();
        tried = tried.and(attempt.host());
        Attempt next = tries < mostHosts ? upstreams.begin(state.version().key(), tried) : null;
        if (next == null) {
            fail(Rejection.UPSTREAM_UNREACHABLE);
        } else {
            attempt = next;
            tryHost();
        }
    }

    @Override
    public void busy() {
        exchange.refuse(Refusal.of(Rejection.UPSTREAM_BUSY).with("Retry-After", "1"));
    }

    @Override
    public boolean isGone() {
        return phase != Phase.CONNECTION && phase != Phase.LINE;
    }

    /** The connection broke before the head of the answer was there; {@code touched} if a part of it was. */
    void brokeBeforeAnswer(boolean touched) {
        RequestSender request = sender;
        HostPool host = pool;
        boolean again = reused
                && !touched
                && !replaced
                && IDEMPOTENT.contains(http.getRequestMethod())
                && request != null
                && !request.hasTakenBody();
        if (!again || host == null) {
            fail(Rejection.UPSTREAM_BAD_ANSWER);
            return;
        }
        replaced = true;
        dropConnection();
        enter(Phase.CONNECTION);
        host.acquire(this, timeouts.connect(), true);
    }

    /** The connection broke, or made no sense, within the answer. */
    void brokeWithinAnswer() {
        fail(Rejection.UPSTREAM_BAD_ANSWER);
    }

    /** The client is gone, or cannot be written to or read from. */
    void clientLost() {
        exchange.cutOff();
    }

    /** The body is longer than it may be. */
    void bodyTooLarge() {
        exchange.refuseAndClose(Refusal.of(Rejection.BODY_TOO_LARGE));
    }

    /** The upstream takes no more of the request; it may have answered already. */
    void sendingBroke() {
        AnswerReader answer = reader;
        sendingWaits(Phase.ANSWER_HEAD);
        if (answer != null) {
            answer.run();
        }
    }

    /** Sending waits for one side or the other; that counts as long as no answer has begun. */
    void sendingWaits(Phase next) {
        if (phase == Phase.SENDING || phase == Phase.REQUEST_BODY) {
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
        exchange.facts().firstByte(lane.ticker().now() - begun);
    }

    /** The whole answer has been read from the upstream; the connection is free if the request has gone out too. */
    void answered() {
        UpstreamConnection lent = connection;
        RequestSender request = sender;
        AnswerReader answer = reader;
        if (lent == null || request == null || answer == null) {
            return;
        }
        connection = null;
        attempt.end();
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
        phase = next;
        moved = true;
    }

    /** Bytes have moved. */
    void moved() {
        moved = true;
    }

    boolean wantsUpgrade() {
        return upgrade;
    }

    Forwarding forwarding() {
        return state.route().service().forwarding();
    }

    private String authority() {
        HostPool host = pool;
        return host == null ? "" : host.authority();
    }

    @Override
    public void check(long nowNanos) {
        if (timeouts.total() != null
                && phase != Phase.TUNNEL
                && nowNanos - begun > timeouts.total().toNanos()) {
            fail(Rejection.UPSTREAM_TIMEOUT);
        } else if (moved) {
            moved = false;
            quietSince = nowNanos;
        } else if (nowNanos - quietSince > patience()) {
            outOfPatience();
        }
    }

    private long patience() {
        return switch (phase) {
            case LINE -> timeouts.connect().toNanos();
            case REQUEST_BODY, CLIENT_WRITES -> exchange.patience().stall().toNanos();
            case ANSWER_HEAD -> timeouts.response().toNanos();
            case SENDING, ANSWER_BODY, TUNNEL -> timeouts.idle().toNanos();
            case CONNECTION, OVER -> Long.MAX_VALUE;
        };
    }

    private void outOfPatience() {
        switch (phase) {
            case LINE -> busy();
            case REQUEST_BODY -> exchange.refuseAndClose(Refusal.of(Rejection.REQUEST_TIMEOUT));
            case CLIENT_WRITES -> exchange.cutOff();
            case SENDING, ANSWER_HEAD, ANSWER_BODY -> fail(Rejection.UPSTREAM_TIMEOUT);
            case TUNNEL -> exchange.settle();
            case CONNECTION, OVER -> moved = true;
        }
    }

    private void fail(Rejection rejection) {
        exchange.refuse(Refusal.of(rejection));
    }

    @Override
    public void abandon() {
        HostPool host = pool;
        if (phase == Phase.LINE && host != null) {
            host.stopWaiting(this);
        }
        phase = Phase.OVER;
        attempt.end();
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
