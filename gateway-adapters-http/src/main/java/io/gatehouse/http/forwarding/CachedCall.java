package io.gatehouse.http.forwarding;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.response.HeaderFields;
import io.gatehouse.domain.service.CachePolicy;
import io.gatehouse.http.cache.CacheKey;
import io.gatehouse.http.cache.CacheRules;
import io.gatehouse.http.cache.CachedResponse;
import io.gatehouse.http.cache.CachedResponse.Lifetime;
import io.gatehouse.http.codec.FieldLines;
import io.gatehouse.http.exchange.ActiveOperation;
import io.gatehouse.http.exchange.GatewayExchange;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call to a service whose responses are cached: is answered with what is kept, or forwarded, and its response is kept. Of calls for the
 * same at the same time one is forwarded, and the others wait for what it gets. Used on its I/O thread.
 */
final class CachedCall implements ActiveOperation {

    private static final Logger LOG = LoggerFactory.getLogger(CachedCall.class);

    private static final AttachmentKey<CachedCall> OF_EXCHANGE = AttachmentKey.create(CachedCall.class);
    private static final int ERRORS = 500;

    /** All that is refused behind the checks; never what is refused by one, such as a token that cannot be verified. */
    private static final Set<Rejection> OF_UPSTREAM = Set.of(
            Rejection.NO_HEALTHY_HOST,
            Rejection.CIRCUIT_OPEN,
            Rejection.UPSTREAM_UNREACHABLE,
            Rejection.UPSTREAM_BUSY,
            Rejection.UPSTREAM_TIMEOUT,
            Rejection.UPSTREAM_BAD_ANSWER);

    /** A call whose client reads slowly holds up others for no longer. */
    private static final long MOST_WAIT_NANOS = 2_000_000_000L;

    private final CachedResponses responses;
    private final PendingCall call;
    private final GatewayExchange exchange;
    private final RequestState state;
    private final CachePolicy policy;
    private final CachedHead head;
    private final CacheKey key;
    private final boolean authorized;
    private final boolean get;
    private final boolean safe;
    private final HeaderFields request;
    private final HeaderFields seen;
    private @Nullable CachedResponse stale;
    private boolean waits;
    private boolean leads;
    private boolean bypasses;
    private long since;
    private long room;

    CachedCall(CachedResponses responses, PendingCall call, CachePolicy policy) {
        this.responses = responses;
        this.call = call;
        this.exchange = call.exchange();
        this.state = call.state();
        this.policy = policy;
        this.head = new CachedHead(policy.status());
        var asked = new CachedRequest(exchange, state);
        this.key = asked.key();
        this.authorized = asked.isAuthorized();
        this.get = state.method().equals("GET");
        this.safe = get || state.method().equals("HEAD") || state.method().equals("OPTIONS");
        this.request = asked.fields();
        this.seen = asked.seen(request);
    }

    /** The call of this exchange; null if it is none of a service with a cache. */
    static @Nullable CachedCall of(HttpServerExchange http) {
        return http.getAttachment(OF_EXCHANGE);
    }

    void begin() {
        exchange.http().putAttachment(OF_EXCHANGE, this);
        bypasses = !exchange.http().isRequestComplete() || !key.isShort() || CacheRules.bypasses(request);
        if (!safe || state.method().equals("OPTIONS")) {
            responses.next().recall(call);
        } else if (!bypasses) {
            lookUp(true);
        } else if (CacheRules.wantsOnlyKept(request)) {
            refuse();
        } else {
            exchange.stats().cached("bypass");
            responses.next().recall(call);
        }
    }

    private void lookUp(boolean mayWait) {
        long now = now();
        CachedResponse found = responses.cache().find(key, seen);
        boolean passes = found != null && found.isPassing() && found.ttlSeconds(now) >= 0;
        if (found != null && !found.isPassing() && CacheRules.isFresh(found, request, now)) {
            answer(found, "hit", "hit; ttl=" + found.ttlSeconds(now));
            return;
        }
        if (found != null && get && CacheRules.isGoodMeanwhile(found, request, now)) {
            // Made before this one is answered: then its request is gone.
            CachedCall again = revalidation(found);
            answer(found, "stale", "hit; ttl=" + found.ttlSeconds(now) + "; detail=stale-while-revalidate");
            if (again != null) {
                again.forward();
            }
            return;
        }
        if (CacheRules.wantsOnlyKept(request)) {
            refuse();
            return;
        }
        stale = found == null || found.isPassing() ? null : found;
        if (get && !passes && mayWait) {
            leads = responses.cache().leads(key, this::landed);
            if (!leads) {
                waits = true;
                since = exchange.scanner().now();
                exchange.forwardedBy(this);
                exchange.watchClient();
                return;
            }
        }
        forward();
    }

    private void refuse() {
        Refusal refusal = Refusal.of(Rejection.NOT_KEPT).decidedBy(policy.origin());
        exchange.refuse(head.say(refusal, "detail=only-if-cached"));
    }

    /** What asks for it again, behind the back of the client that gets it; null while another call does. */
    private @Nullable CachedCall revalidation(CachedResponse old) {
        String service = state.route().service().name();
        if (!responses.cache().leads(key)) {
            return null;
        }
        if (!responses.beginRevalidation(service)) {
            responses.cache().landed(key);
            return null;
        }
        var again = new CachedCall(responses, call.forNobody(), policy);
        again.exchange.permits().hold(() -> responses.endRevalidation(service));
        again.exchange.http().putAttachment(OF_EXCHANGE, again);
        again.stale = old;
        again.leads = true;
        return again;
    }

    private void forward() {
        CachedResponse old = stale;
        exchange.permits().hold(this::land);
        exchange.stats().cached(old == null ? "miss" : "stale");
        if (old != null) {
            exchange.insteadOfRefusal(this::answersInsteadOf);
            FieldLines headers = exchange.request();
            if (get) {
                // A 304 is to say that what is kept still holds, and nothing of what the client has.
                headers.remove(Headers.IF_NONE_MATCH);
                headers.remove(Headers.IF_MODIFIED_SINCE);
                old.validators().forEach((name, value) -> headers.put(new HttpString(name), value));
            }
        }
        responses.next().recall(call);
    }

    /** The one that was waited for has ended; on that one's thread. */
    private void landed() {
        try {
            exchange.scanner().thread().execute(this::goOn);
        } catch (RejectedExecutionException e) {
            LOG.debug("The server closed while a call waited for another", e);
        }
    }

    private void goOn() {
        if (waits && !exchange.hasEnded()) {
            waits = false;
            lookUp(false);
        }
    }

    private void land() {
        if (leads) {
            leads = false;
            responses.cache().landed(key);
        }
        responses.room().giveBack(key.tenant(), room);
        room = 0;
    }

    private boolean answersInsteadOf(Refusal refusal) {
        CachedResponse kept = stale;
        if (kept == null || !OF_UPSTREAM.contains(refusal.rejection()) || !CacheRules.standsIn(kept, now())) {
            return false;
        }
        answer(
                kept,
                "stale",
                "hit; ttl=" + kept.ttlSeconds(now()) + "; detail="
                        + refusal.rejection().code());
        return true;
    }

    private void answer(CachedResponse kept, String logged, String status) {
        boolean known = CacheRules.isKnown(kept, request);
        exchange.stats().cached(logged);
        exchange.respond(
                known ? 304 : kept.status(),
                headers -> head.fill(headers, kept, known, now(), status),
                known || !get ? new byte[0] : kept.body());
    }

    /** What is sent in the place of the response whose head has come; null if that one is. */
    @Nullable
    BodyFilter instead() {
        HttpServerExchange http = exchange.http();
        int status = http.getStatusCode();
        CachedResponse old = stale;
        if (!safe && status < 400) {
            responses.cache().invalidate(key.uri());
        }
        if (old == null || !get || bypasses) {
            return null;
        }
        if (status == 304) {
            CachedResponse next = CacheRules.renewed(old, CachedRequest.kept(exchange.response()), authorized, now());
            if (next == null) {
                responses.cache().pass(key, seen, now());
            } else {
                responses.cache().put(key, seen, next);
            }
            land();
            exchange.stats().cached("revalidated");
            return sent(next == null ? old : next, "hit; fwd=stale; fwd-status=304");
        }
        if (status >= ERRORS && CacheRules.standsIn(old, now())) {
            land();
            return sent(old, "hit; fwd=stale; fwd-status=" + status);
        }
        return null;
    }

    private StoredBody sent(CachedResponse kept, String status) {
        HttpServerExchange http = exchange.http();
        boolean known = CacheRules.isKnown(kept, request);
        exchange.response().clear();
        http.setStatusCode(known ? 304 : kept.status());
        head.fill(exchange.response(), kept, known, now(), status);
        return new StoredBody(known ? new byte[0] : kept.body());
    }

    /** What keeps the response whose head has come on its way; what is given if it is not kept. */
    @Nullable
    BodyFilter keeping(@Nullable GzipBody compressed, long length, boolean untilClose) {
        HttpServerExchange http = exchange.http();
        if (!safe || state.method().equals("OPTIONS")) {
            return compressed;
        }
        int status = http.getStatusCode();
        long now = now();
        List<Map.Entry<String, String>> fields = CachedRequest.kept(exchange.response());
        HeaderFields response = exchange.response();
        Lifetime life = CacheRules.lifetime(status, authorized, response, now);
        Map<String, String> vary = CacheRules.vary(seen, response);
        head.say(
                exchange.response(),
                bypasses ? "fwd=bypass" : stale == null ? "fwd=miss" : "fwd=stale; fwd-status=" + status);
        if (!get || bypasses) {
            return compressed;
        }
        if (life == null || vary == null || untilClose || length > policy.mostEntry()) {
            if (status < ERRORS && status != 304) {
                responses.cache().pass(key, seen, now);
            }
            land();
            return compressed;
        }
        return new CacheFill(this, compressed, body -> {
            responses.cache().put(key, seen, new CachedResponse(status, fields, body, vary, life));
            land();
        });
    }

    /** Takes room for more of a body; false if there is none, or the body is too large. */
    boolean takesRoom(int before, int more) {
        boolean taken =
                before + (long) more <= policy.mostEntry() && responses.room().take(key.tenant(), more);
        room += taken ? more : 0;
        return taken;
    }

    /** The response that comes turned out too large. */
    void isNotKept() {
        responses.cache().pass(key, seen, now());
        land();
    }

    private long now() {
        return responses.clock().epochMillis();
    }

    @Override
    public void check(long nowNanos) {
        if (waits && nowNanos - since > MOST_WAIT_NANOS) {
            goOn();
        }
    }

    @Override
    public void abandon() {
        waits = false;
    }
}
