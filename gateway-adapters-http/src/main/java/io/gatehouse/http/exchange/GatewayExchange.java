package io.gatehouse.http.exchange;

import io.gatehouse.domain.address.AddressText;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.Permits;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.pipeline.StageTimes;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.domain.request.RequestIds;
import io.gatehouse.domain.request.RequestInfo;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.traffic.TraceContext;
import io.gatehouse.domain.upstream.HostOutcome;
import io.gatehouse.domain.upstream.HostPermit;
import io.gatehouse.http.codec.FieldLines;
import io.gatehouse.http.connection.ClientConnection;
import io.gatehouse.http.connection.ClientTimeouts;
import io.gatehouse.http.connection.DiscardingConnection;
import io.gatehouse.http.connection.LingeringClose;
import io.gatehouse.http.timer.DeadlineScanner;
import io.gatehouse.http.timer.WatchedDeadline;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Protocols;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with a client, from its head to its end, however it ends.
 *
 * <p>Whatever it owes (its place among the requests in flight, the permit for a host, the record for the traffic
 * listener) is given exactly once: when Undertow says that it is complete, when a tunnel ends, or when its response is out
 * and the rest of its request is of no interest. Used on its I/O thread only.
 */
public final class GatewayExchange extends WatchedDeadline
        implements ClientConnection.CompletionListener, ClientConnection.ClientWatcher {

    private static final byte[] NO_BODY = {};
    private static final AtomicIntegerFieldUpdater<GatewayExchange> SETTLED =
            AtomicIntegerFieldUpdater.newUpdater(GatewayExchange.class, "settled");

    private final HttpServerExchange http;
    private final FieldLines fields;
    private final FieldLines response;
    private final ServerContext context;
    private final DeadlineScanner scanner;
    private final ExchangeStats stats;
    private final @Nullable TraceContext trace;
    private final Permits permits = new Permits();
    private final @Nullable GrpcWebCall grpcWeb;
    private volatile int settled;
    private @Nullable IncomingRequest request;
    private @Nullable Snapshot snapshot;
    private @Nullable RequestState state;
    private @Nullable ActiveOperation operation;
    private @Nullable BodyTap tap;
    private @Nullable String ownId;
    private @Nullable String clientText;
    private boolean counted;
    private boolean tunnelled;
    private boolean outlivesClient;
    private boolean unrecorded;
    private @Nullable Predicate<Refusal> instead;
    private boolean outlivesKey;

    /** Begins to be responsible for an exchange. */
    public GatewayExchange(HttpServerExchange http, ServerContext context) {
        this.http = http;
        this.fields = ClientConnection.of(http).requestFields();
        this.response = ClientConnection.of(http).responseFields();
        this.grpcWeb = ClientConnection.of(http).info().rules().grpcWeb()
                ? GrpcWebCall.of(fields.first(Headers.CONTENT_TYPE))
                : null;
        this.context = context;
        this.trace = context.traces() == null
                ? null
                : context.traces()
                        .of(fields, ClientConnection.of(http).info().peer().getAddress());
        this.scanner = context.scanners().ofThisThread();
        this.stats = new ExchangeStats(context.noted(), context.clock().nanoTime());
        ClientConnection.of(http).whenComplete(this);
        scanner.watch(this);
    }

    /** One with the same request, whose response nobody gets, which takes no place in flight, and of which there is no record. */
    public GatewayExchange forNobody() {
        var twin = new GatewayExchange(DiscardingConnection.exchangeLike(http), context);
        twin.unrecorded = true;
        return twin;
    }

    /** Takes a place among the requests in flight; false if there is none left. */
    public boolean enter() {
        counted = context.inFlight().enter();
        return counted;
    }

    /** Undertow's side of it. */
    public HttpServerExchange http() {
        return http;
    }

    /** The header fields of its request; those of Undertow's exchange are not filled in. */
    public FieldLines request() {
        return fields;
    }

    /** The header fields of its response, until that begins; those of Undertow's exchange do not go out. */
    public FieldLines response() {
        return response;
    }

    /** Whether its client sends the body only once it is told to go on. */
    public boolean awaitsContinue() {
        return !http.isHttp10()
                && !http.isRequestComplete()
                && !http.isResponseStarted()
                && fields.contains(Headers.EXPECT);
    }

    /** Whether its client speaks HTTP/2. */
    public boolean isHttp2() {
        return Protocols.HTTP_2_0.equals(http.getProtocol());
    }

    /** Whether it is a call by gRPC, which there is by HTTP/2 only, or by gRPC-Web. */
    public boolean isGrpc() {
        return grpcWeb != null || (isHttp2() && GrpcCall.is(fields.first(Headers.CONTENT_TYPE)));
    }

    /** The call by gRPC-Web that it is; null if it is none, or its port has none. */
    public @Nullable GrpcWebCall grpcWeb() {
        return grpcWeb;
    }

    /** Its place in a trace; null if the gateway takes no part in any. */
    public @Nullable TraceContext trace() {
        return trace;
    }

    /** What is noted for the record. */
    public ExchangeStats stats() {
        return stats;
    }

    /** The scanner of its I/O thread. */
    public DeadlineScanner scanner() {
        return scanner;
    }

    /** When its stages begin and end; {@link StageTimes#NONE} unless that is noted. */
    public StageTimes times() {
        return context.noted().times(stats.begunNanos(), context.clock(), trace);
    }

    /** What it holds until it ends. */
    public Permits permits() {
        return permits;
    }

    /** How long the client may be silent. */
    public ClientTimeouts patience() {
        return context.patience();
    }

    /** The path as the client sent it; null before it has been looked at. */
    @Nullable
    String rawPath() {
        return request == null ? null : request.rawPath();
    }

    /** What the stages found out; null before they have ended. */
    public @Nullable RequestState state() {
        return state;
    }

    /** The request as the stages have decided on it. */
    public RequestState decided() {
        return Objects.requireNonNull(state, "the stages have decided");
    }

    /** It has brought this request, which is judged by this registry. */
    public void begins(IncomingRequest incoming, Snapshot current) {
        request = incoming;
        snapshot = current;
    }

    /** The stages have found this out so far. */
    public void decided(RequestState found) {
        state = found;
        request = found.incoming();
        // A tunnel that outlives reloads must not keep the registry that it began with.
        snapshot = null;
    }

    /**
     * Why it must not go on, because the registry has changed or its key has expired since it was let through; null if it
     * may. Judges once for each snapshot, and so many exchanges at a time as the scanner has turns for.
     */
    public @Nullable Refusal revoked() {
        RequestState begun = state;
        Snapshot current = context.registry().current();
        if (begun == null
                || (begun.snapshot().revision() == current.revision() && (outlivesKey || !hasKeyExpired(begun)))
                || !scanner.takeTurn()) {
            return null;
        }
        Decision decision = context.reauthorization().decide(begun, current);
        if (decision instanceof Decision.Continue runsOn) {
            state = runsOn.state();
            outlivesKey = hasKeyExpired(runsOn.state());
        }
        if (decision instanceof Decision.Reject reject) {
            stats.decidedBy(reject.refusal());
            return reject.refusal();
        }
        return null;
    }

    private boolean hasKeyExpired(RequestState known) {
        ApiKey key = known.caller().key();
        return key != null
                && key.expiresMillis() != null
                && key.isExpired(context.clock().epochMillis());
    }

    /** Whether it has ended: nothing more must be done for it. */
    public boolean hasEnded() {
        return settled != 0;
    }

    /** The request id: the one the stages gave it, or one of its own if they did not get that far. */
    public String requestId() {
        RequestInfo who = state == null ? null : state.knownExchange();
        if (who != null) {
            return who.id();
        }
        if (ownId == null) {
            ownId = RequestIds.next();
        }
        return ownId;
    }

    /** The address of the client as text: of whoever a trusted proxy names, once the stages have found that out. */
    public String clientText() {
        RequestInfo who = state == null ? null : state.knownExchange();
        if (clientText == null && who != null) {
            clientText =
                    request != null && who.client().equals(request.peer()) ? peerText() : AddressText.of(who.client());
        }
        return clientText == null ? peerText() : clientText;
    }

    /** The address at the other end of the connection as text. */
    public String peerText() {
        return ClientConnection.of(http).peerText();
    }

    /** Is being forwarded, or answered, from now on: that can take too long. */
    public void forwardedBy(ActiveOperation forwarding) {
        operation = forwarding;
    }

    /** Has its request's body seen by somebody as it passes. */
    public void tappedBy(BodyTap listener) {
        tap = listener;
    }

    /** Who sees its request's body; null for nobody. */
    public @Nullable BodyTap tap() {
        return tap;
    }

    /** Puts the headers on the response that every response has. */
    public void stamp() {
        GatewayHeaders.stamp(fields, response, requestId(), state, judgedBy(), context.quotaFields());
        if (grpcWeb != null) {
            GrpcWebCall.expose(response);
        }
        String strict = ClientConnection.of(http).info().rules().strictTransportSecurity();
        if (strict != null) {
            response.put(Headers.STRICT_TRANSPORT_SECURITY, strict);
        }
        if (context.stopping().getAsBoolean()) {
            http.setPersistent(false);
        }
    }

    /** Begins a response of the gateway's own, with what is on every response; what belongs to this one is put over it. */
    private void beginLocalReply() {
        GatewayHeaders.apply(GatewayHeaders.wanted(state, request, judgedBy()), response);
        stamp();
    }

    private @Nullable Snapshot judgedBy() {
        return state == null ? snapshot : state.snapshot();
    }

    /** Answers in the gateway's name. */
    public void answer(Decision.Answer answer) {
        answer(answer, answer.body().isEmpty() ? NO_BODY : answer.body().getBytes(StandardCharsets.UTF_8));
    }

    /** Answers in the gateway's name. */
    public void answer(Decision.Answer answer, byte[] body) {
        beginLocalReply();
        http.setStatusCode(answer.status());
        GatewayHeaders.put(answer.headers(), response);
        new LocalReply(this, body).send();
    }

    /** Answers with what was answered before. */
    public void respond(int status, Consumer<FieldLines> head, byte[] body) {
        if (state != null) {
            state.times().goesOn();
        }
        http.setStatusCode(status);
        head.accept(response);
        stamp();
        new LocalReply(this, body).send();
    }

    /** Answers with an error; if a response has begun already, cuts it off instead. */
    public void refuse(Refusal refusal) {
        Predicate<Refusal> other = instead;
        if (other != null && !http.isResponseStarted()) {
            instead = null;
            letGo();
            response.clear();
            if (other.test(refusal)) {
                return;
            }
        }
        stats.rejected(refusal);
        letGo();
        if (http.isResponseStarted()) {
            cutOff();
            return;
        }
        response.clear();
        beginLocalReply();
        new LocalReply(this, context.errors().prepare(this, refusal)).send();
    }

    /** Answers with an error, as the last response on this connection. */
    public void refuseAndClose(Refusal refusal) {
        http.setPersistent(false);
        refuse(refusal);
    }

    /** Its response has been sent to the end; where the client is still sending, that is of no interest any more. */
    public void answerIsOut() {
        if (!http.isRequestComplete()) {
            settle();
            LingeringClose.begin(http, scanner);
        }
    }

    /** Notices from now on when the client goes, until somebody else begins to read from it. */
    public void watchClient() {
        if (!outlivesClient) {
            ClientConnection.of(http).watch(this);
        }
    }

    /** What the client sends from now on is for somebody else. */
    public void leaveClientToOthers() {
        ClientConnection.of(http).unwatch();
    }

    @Override
    public void clientHasGone() {
        if (!hasEnded()) {
            cutOff();
        }
    }

    /** Closes the client's connection, so that nothing can be taken for a whole response. */
    public void cutOff() {
        LingeringClose.abort(http);
        settle();
    }

    /** This is asked first where it would be refused, and answers, or says that it does not. */
    public void insteadOfRefusal(Predicate<Refusal> answers) {
        instead = answers;
    }

    /** Goes on to its end where the client leaves, which is not watched for. */
    public void outliveClient() {
        outlivesClient = true;
    }

    /** Lives on as a tunnel: it ends with {@link #settle()} only. */
    public void becomesTunnel() {
        tunnelled = true;
    }

    boolean isTunnel() {
        return tunnelled;
    }

    @Override
    public void exchangeIsComplete() {
        if (!tunnelled) {
            settle();
        }
    }

    /** Ends it: gives back what it holds and reports the record; does nothing if it has ended. */
    public void settle() {
        if (!SETTLED.compareAndSet(this, 0, 1)) {
            return;
        }
        scanner.forget(this);
        try {
            letGo();
            permits.close();
            if (tap != null) {
                tap.exchangeEnded();
            }
            HostPermit unused = state == null ? null : state.knownHost();
            if (unused != null) {
                unused.end(HostOutcome.UNUSED);
            }
        } finally {
            if (counted) {
                context.inFlight().leave();
            }
            if (!unrecorded) {
                context.traffic().ended(stats.record(this, context.clock(), judgedBy()));
            }
        }
    }

    private void letGo() {
        ActiveOperation forwarding = operation;
        operation = null;
        if (forwarding != null) {
            forwarding.abandon();
        }
    }

    @Override
    public void check(long nowNanos) {
        ActiveOperation now = operation;
        if (now != null) {
            now.check(nowNanos);
        }
    }

    @Override
    public void giveUp() {
        cutOff();
    }

    @Override
    public void leave() {
        ActiveOperation now = operation;
        if (now == null || !now.leave(scanner.now())) {
            cutOff();
        }
    }
}
