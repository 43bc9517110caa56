package io.gatehouse.domain.traffic;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.observation.WouldRefuse;
import io.gatehouse.domain.rejection.Rejection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Exchange records for tests: begin with one of which little is known, and say what is. */
public final class TestExchanges {

    /** A call of the key {@code acme/storefront/web} by the user {@code mia}. */
    public static final ExchangeRecord.CalledBy ACME =
            new ExchangeRecord.CalledBy("acme", "storefront", "acme/storefront/web", "shop/basic", "mia");

    private TestExchanges() {}

    /** A GET of this path that took a millisecond and was answered with this status, by the gateway itself. */
    public static ExchangeRecord get(String path, int status) {
        return new ExchangeRecord(
                "4bf92f3577b34da6a3ce929d0e0e4736",
                1_735_689_600_123L,
                1_000_000,
                new ExchangeRecord.Asked("192.0.2.7", "GET", path, "HTTP/1.1", null, null),
                ExchangeRecord.Matched.NONE,
                ExchangeRecord.CalledBy.ANYBODY,
                ExchangeRecord.Decided.PASSED,
                status,
                0,
                0,
                ExchangeRecord.Forwarded.NOT,
                "",
                ExchangeRecord.Details.NONE);
    }

    /** An exchange of which everything is known that there is to know of any. */
    public static ExchangeRecord whole(String path) {
        ExchangeRecord plain = get(path, 504);
        return new ExchangeRecord(
                plain.requestId(),
                plain.startedMillis(),
                12_345_678,
                new ExchangeRecord.Asked(
                        "192.0.2.7",
                        "GET",
                        path,
                        "HTTP/1.1",
                        "CN=orders,O=Acme",
                        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
                new ExchangeRecord.Matched("/shop", "orders", "1.2"),
                ACME,
                new ExchangeRecord.Decided(
                        Rejection.UPSTREAM_TIMEOUT,
                        "strict",
                        new Origin("registry/products.yml", 14, 7),
                        "miss",
                        List.of(new WouldRefuse(
                                ObservedCheck.GEO,
                                Rejection.COUNTRY_NOT_ALLOWED,
                                new Origin("registry/tenants.yml", 8, 5)))),
                504,
                17,
                2048,
                new ExchangeRecord.Forwarded(
                        "http://10.0.0.1:8080",
                        9_876_543,
                        2,
                        "no response head within 30000 ms",
                        List.of(),
                        false,
                        false),
                "5be8a1e0b5a4c2d1",
                ExchangeRecord.Details.NONE);
    }

    /** The same, begun then, and lasting so long. */
    public static ExchangeRecord at(ExchangeRecord exchange, long startedMillis, long durationNanos) {
        return new ExchangeRecord(
                exchange.requestId(),
                startedMillis,
                durationNanos,
                exchange.request(),
                exchange.matched(),
                exchange.caller(),
                exchange.decided(),
                exchange.status(),
                exchange.bytesIn(),
                exchange.bytesOut(),
                exchange.forwarding(),
                exchange.registry(),
                exchange.details());
    }

    /** The same, decided by the rule that is written there. */
    public static ExchangeRecord decidedBy(ExchangeRecord exchange, @Nullable Origin rule) {
        ExchangeRecord.Decided before = exchange.decided();
        var decided = new ExchangeRecord.Decided(
                before.rejection(), before.strategy(), rule, before.cache(), before.observed());
        return with(
                exchange, exchange.request(), exchange.matched(), exchange.caller(), decided, exchange.forwarding());
    }

    /** The same with bodies of so many bytes. */
    public static ExchangeRecord sized(ExchangeRecord exchange, long bytesIn, long bytesOut) {
        return new ExchangeRecord(
                exchange.requestId(),
                exchange.startedMillis(),
                exchange.durationNanos(),
                exchange.request(),
                exchange.matched(),
                exchange.caller(),
                exchange.decided(),
                exchange.status(),
                bytesIn,
                bytesOut,
                exchange.forwarding(),
                exchange.registry(),
                exchange.details());
    }

    /** The same by this method. */
    public static ExchangeRecord by(ExchangeRecord exchange, String method) {
        ExchangeRecord.Asked asked = exchange.request();
        var request = new ExchangeRecord.Asked(
                asked.client(), method, asked.path(), asked.protocol(), asked.certificate(), asked.traceparent());
        return with(
                exchange, request, exchange.matched(), exchange.caller(), exchange.decided(), exchange.forwarding());
    }

    /** The same for this route and service, version 1 of it. */
    public static ExchangeRecord matched(ExchangeRecord exchange, @Nullable String route, @Nullable String service) {
        var matched = new ExchangeRecord.Matched(route, service, service == null ? null : "1");
        return with(
                exchange, exchange.request(), matched, exchange.caller(), exchange.decided(), exchange.forwarding());
    }

    /** The same by this caller. */
    public static ExchangeRecord calledBy(ExchangeRecord exchange, ExchangeRecord.CalledBy caller) {
        return with(
                exchange, exchange.request(), exchange.matched(), caller, exchange.decided(), exchange.forwarding());
    }

    /** The same by a key of the tenant of this name. */
    public static ExchangeRecord ofTenant(ExchangeRecord exchange, String tenant) {
        return calledBy(
                exchange,
                new ExchangeRecord.CalledBy(tenant, "storefront", tenant + "/storefront/web", "shop/basic", null));
    }

    /** The same, refused by the gateway for this reason; null for not refused. */
    public static ExchangeRecord refused(ExchangeRecord exchange, @Nullable Rejection why) {
        var decided = new ExchangeRecord.Decided(why, null, null, null, List.of());
        return with(
                exchange, exchange.request(), exchange.matched(), exchange.caller(), decided, exchange.forwarding());
    }

    /** The same, of which checks that are only watched would have refused this. */
    public static ExchangeRecord observed(ExchangeRecord exchange, WouldRefuse... refusals) {
        var decided = new ExchangeRecord.Decided(null, null, null, null, List.of(refusals));
        return with(
                exchange, exchange.request(), exchange.matched(), exchange.caller(), decided, exchange.forwarding());
    }

    /** The same, forwarded to this host at the first try; its response began after so long, -1 for never. */
    public static ExchangeRecord forwarded(
            ExchangeRecord exchange, String upstream, long firstByteNanos, @Nullable String failure) {
        var forwarding = new ExchangeRecord.Forwarded(upstream, firstByteNanos, 1, failure, List.of(), false, false);
        return with(
                exchange, exchange.request(), exchange.matched(), exchange.caller(), exchange.decided(), forwarding);
    }

    /** The same after a failed and a hedged try, with the budget for retries used up. */
    public static ExchangeRecord retried(ExchangeRecord exchange) {
        ExchangeRecord.Forwarded last = exchange.forwarding();
        var forwarding = new ExchangeRecord.Forwarded(
                last.upstream(),
                last.firstByteNanos(),
                3,
                last.failure(),
                List.of(new ExchangeRecord.Try(
                        "http://10.0.0.2:8080", 0, 1_000_000, ExchangeRecord.TryOutcome.FAILED, "connect")),
                true,
                true);
        return with(
                exchange, exchange.request(), exchange.matched(), exchange.caller(), exchange.decided(), forwarding);
    }

    private static ExchangeRecord with(
            ExchangeRecord exchange,
            ExchangeRecord.Asked request,
            ExchangeRecord.Matched matched,
            ExchangeRecord.CalledBy caller,
            ExchangeRecord.Decided decided,
            ExchangeRecord.Forwarded forwarding) {
        return new ExchangeRecord(
                exchange.requestId(),
                exchange.startedMillis(),
                exchange.durationNanos(),
                request,
                matched,
                caller,
                decided,
                exchange.status(),
                exchange.bytesIn(),
                exchange.bytesOut(),
                forwarding,
                exchange.registry(),
                exchange.details());
    }
}
