package io.gatehouse.http.forwarding;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.Forwarding;
import io.gatehouse.domain.service.IdempotencyPolicy;
import io.gatehouse.http.exchange.GatewayExchange;
import io.gatehouse.http.idempotency.CallRegister;
import io.gatehouse.http.idempotency.CallRegister.Claim;
import io.gatehouse.http.idempotency.CallRegister.Lease;
import io.gatehouse.http.idempotency.StoredAnswer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.ImmediatePooledByteBuffer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.XnioExecutor;

/**
 * One call with a key of its own: its body is read, the key is claimed, and it is forwarded if it is the first. That one does not end when its
 * client leaves, as somebody will ask for its answer. Used on its I/O thread but for what may block.
 */
final class IdempotentCall implements WholeBody.Receiver {

    private static final Logger LOG = LoggerFactory.getLogger(IdempotentCall.class);

    private static final AttachmentKey<IdempotentCall> OF_EXCHANGE = AttachmentKey.create(IdempotentCall.class);

    /** A third of the lease: one that fails can be made up for. */
    private static final long RENEW_MILLIS = CallRegister.LEASE_MILLIS / 3;

    /** The gateway's own refusals that say that nothing was sent. */
    private static final Set<Rejection> NOTHING_SENT = Set.of(Rejection.UPSTREAM_UNREACHABLE, Rejection.UPSTREAM_BUSY);

    /** The upstream's answers that say that it did nothing. */
    private static final Set<Integer> NOTHING_DONE = Set.of(429, 503);

    private static final String AGAIN = "Idempotent-Replayed";

    private final IdempotentCalls calls;
    private final PendingCall call;
    private final GatewayExchange exchange;
    private final RequestState state;
    private final IdempotencyPolicy policy;
    private final String tenant;
    private final CallIdentity asked;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private String key = "";
    private long room;
    private boolean read;
    private @Nullable Lease lease;
    private XnioExecutor.@Nullable Key renewal;

    IdempotentCall(IdempotentCalls calls, PendingCall call, IdempotencyPolicy policy) {
        this.calls = calls;
        this.call = call;
        this.exchange = call.exchange();
        this.state = call.state();
        this.policy = policy;
        this.tenant = state.caller().tenant();
        this.asked = new CallIdentity(state);
    }

    /** What holds the answer of this exchange, whose head is there; null if it is no call of this kind. */
    static @Nullable ResponseHold holdOf(GatewayExchange exchange) {
        IdempotentCall call = exchange.http().getAttachment(OF_EXCHANGE);
        return call == null ? null : new ResponseHold(call, exchange);
    }

    void begin(String sent) {
        Forwarding forwarding = state.route().service().forwarding();
        key = CallIdentity.key(state, sent);
        exchange.permits().hold(this::ended);
        if (exchange.http().isRequestComplete()) {
            claim();
        } else {
            long most = Math.min(policy.mostBody(), calls.forwarder().mostBody(forwarding, false));
            read = true;
            var whole = new WholeBody(exchange, most, this);
            exchange.forwardedBy(whole);
            whole.read();
        }
    }

    @Override
    public boolean takes(ByteBuffer part) {
        boolean taken = takesRoom(part.remaining());
        if (taken) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            asked.add(bytes);
            body.writeBytes(bytes);
        } else {
            exchange.refuseAndClose(unavailable());
        }
        return taken;
    }

    @Override
    public void isTooLong() {
        exchange.refuseAndClose(Refusal.of(
                        Rejection.BODY_TOO_LARGE,
                        "with " + policy.header() + " at most " + policy.mostBody() + " bytes")
                .decidedBy(policy.origin()));
    }

    @Override
    public void isWhole() {
        claim();
    }

    /** Takes room for so many bytes until it ends; false if there is none. */
    boolean takesRoom(int bytes) {
        boolean taken = calls.room().take(tenant, bytes);
        room += taken ? bytes : 0;
        return taken;
    }

    private void claim() {
        String fingerprint = asked.fingerprint();
        boolean accepted = calls.run(tenant, () -> {
            Claim claim = calls.register().claim(key, tenant, fingerprint);
            goOn(() -> claimed(claim));
        });
        if (!accepted) {
            exchange.refuse(Refusal.of(Rejection.COUNTER_STORE_BUSY).with("Retry-After", "1"));
        }
    }

    private void claimed(Claim claim) {
        if (claim instanceof Claim.Granted granted) {
            lease = granted.lease();
            if (exchange.hasEnded()) {
                ended();
            } else {
                forward();
            }
        } else if (!exchange.hasEnded()) {
            exchange.stats().received(body.size());
            if (claim instanceof Claim.Replay replay) {
                answerAgain(StoredAnswer.decode(replay.answer()));
            } else if (claim instanceof Claim.Refused refused) {
                exchange.refuse(refusal(refused));
            }
        }
    }

    private Refusal refusal(Claim.Refused why) {
        return switch (why) {
            case UNDER_WAY ->
                conflict("the first call with this key is under way").with("Retry-After", "1");
            case NOT_KEPT -> conflict("the first call with this key was answered, by more than is kept");
            case OTHER_REQUEST -> Refusal.of(Rejection.IDEMPOTENCY_KEY_REUSED).decidedBy(policy.origin());
            case UNAVAILABLE -> unavailable();
        };
    }

    private Refusal conflict(String why) {
        return Refusal.of(Rejection.IDEMPOTENCY_CONFLICT, why).decidedBy(policy.origin());
    }

    private Refusal unavailable() {
        return Refusal.of(Rejection.IDEMPOTENCY_UNAVAILABLE)
                .with("Retry-After", "1")
                .decidedBy(policy.origin());
    }

    private void answerAgain(StoredAnswer answer) {
        exchange.respond(
                answer.status(),
                headers -> {
                    answer.fields().forEach(field -> headers.add(new HttpString(field.getKey()), field.getValue()));
                    headers.put(new HttpString(AGAIN), "true");
                },
                answer.body());
    }

    private void forward() {
        HttpServerExchange http = exchange.http();
        exchange.leaveClientToOthers();
        exchange.outliveClient();
        http.putAttachment(OF_EXCHANGE, this);
        renewal = exchange.scanner().thread().executeAfter(this::renew, RENEW_MILLIS, TimeUnit.MILLISECONDS);
        if (read) {
            // The client has been told to go on, if it asked for that; and however it framed its body, that is all here
            // now.
            exchange.request().remove(Headers.EXPECT);
            exchange.request().remove(Headers.TRANSFER_ENCODING);
            exchange.request().put(Headers.CONTENT_LENGTH, Integer.toString(body.size()));
        }
        if (body.size() > 0) {
            Connectors.ungetRequestBytes(http, new ImmediatePooledByteBuffer(ByteBuffer.wrap(body.toByteArray())));
            Connectors.resetRequestChannel(http);
            body.reset();
        }
        call.goOn();
    }

    private void renew() {
        Lease held = lease;
        if (held != null && !exchange.hasEnded()) {
            calls.run(tenant, () -> calls.register().renew(held));
            renewal = exchange.scanner().thread().executeAfter(this::renew, RENEW_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** It has been answered by this, which goes to the client once it has been stored. */
    void answered(StoredAnswer answer, Runnable then) {
        Lease held = letGo();
        if (held == null
                || !calls.run(tenant, () -> {
                    settle(held, answer);
                    goOn(then);
                })) {
            then.run();
        }
    }

    private void settle(Lease held, StoredAnswer answer) {
        boolean settled = NOTHING_DONE.contains(answer.status())
                ? calls.register().release(held)
                : calls.register().answered(held, answer.encode(), policy.keep());
        if (!settled) {
            LOG.warn(
                    "A response of {} to a call with {} could not be kept",
                    state.route().service().name(),
                    policy.header());
        }
    }

    /** It has been answered by more than is kept. */
    void answeredByTooMuch() {
        Lease held = letGo();
        if (held != null) {
            calls.run(tenant, () -> calls.register().answered(held, null, policy.keep()));
        }
    }

    private @Nullable Lease letGo() {
        Lease held = lease;
        lease = null;
        if (renewal != null) {
            renewal.remove();
            renewal = null;
        }
        return held;
    }

    /** The exchange has ended; where nobody knows what the upstream has done, the lease runs out. */
    private void ended() {
        calls.room().giveBack(tenant, room);
        room = 0;
        Lease held = letGo();
        Rejection refused = exchange.stats().rejection();
        if (held != null && (state.knownHost() == null || (refused != null && NOTHING_SENT.contains(refused)))) {
            calls.run(tenant, () -> calls.register().release(held));
        }
    }

    /** Goes on, on the I/O thread. */
    private void goOn(Runnable then) {
        Runnable guarded = () -> {
            try {
                then.run();
            } catch (RuntimeException e) {
                LOG.error("A request failed within the gateway", e);
                exchange.refuse(Refusal.of(Rejection.INTERNAL_ERROR));
            }
        };
        if (Thread.currentThread() == exchange.scanner().thread()) {
            guarded.run();
            return;
        }
        try {
            exchange.scanner().thread().execute(guarded);
        } catch (RejectedExecutionException e) {
            LOG.debug("The server closed while a call with a key was under way", e);
        }
    }
}
