package io.gatehouse.observability.trafficlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.observation.WouldRefuse;
import io.gatehouse.domain.pipeline.StageTimes;
import io.gatehouse.domain.quota.AdaptiveRate;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;
import io.gatehouse.domain.quota.SlidingWindow;
import io.gatehouse.domain.quota.Strategy;
import io.gatehouse.domain.quota.Strategy.Subject;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.ExchangeRecord.TryOutcome;
import io.gatehouse.domain.traffic.TestExchanges;
import io.gatehouse.domain.traffic.TraceContext;
import io.gatehouse.observability.trafficlog.KeptExchange.Kind;
import io.gatehouse.observability.trafficlog.LimitLeft.Adaptive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ExchangeStoreTest {

    private static final long SLOW = 1_000_000_000L;
    private static final ExchangeFilter ALL = filter(Map.of());

    private static ExchangeFilter filter(Map<String, String> query) {
        try {
            return ExchangeFilter.of(query);
        } catch (ExchangeFilter.UnusableFilter e) {
            throw new AssertionError(e);
        }
    }

    private static ExchangeRecord named(String id, ExchangeRecord like) {
        return new ExchangeRecord(
                id,
                like.startedMillis(),
                like.durationNanos(),
                like.request(),
                like.matched(),
                like.caller(),
                like.decided(),
                like.status(),
                like.bytesIn(),
                like.bytesOut(),
                like.forwarding(),
                like.registry(),
                like.details());
    }

    private static void add(ExchangeStore store, ExchangeRecord exchange) {
        store.add(exchange, store.kindOf(exchange));
    }

    private static List<String> ids(ExchangeStore store) {
        return store.page(ALL, 0, Integer.MAX_VALUE).exchanges().stream()
                .map(kept -> kept.exchange().requestId())
                .toList();
    }

    @Test
    void keepsTheLatestAndFindsThemById() {
        var store = new ExchangeStore(3, 1 << 20, SLOW);
        for (int i = 1; i <= 5; i++) {
            add(store, named("id-" + i, TestExchanges.get("/", 200)));
        }
        assertThat(ids(store)).containsExactly("id-5", "id-4", "id-3");
        assertThat(store.count()).isEqualTo(3);
        assertThat(store.find("id-2")).isNull();
        assertThat(store.find("id-4")).isNotNull();
    }

    @Test
    void givesBackAllThatThereIsToAnExchange() {
        var clock = new ManualClock();
        StageTimes times = StageTimes.since(clock.nanoTime(), clock);
        var strategy = new Strategy(
                "fair",
                new AdaptiveRate(new SlidingWindow(100, 1_000), 10, 1_000, 2, 0.1),
                Subject.KEY,
                0,
                Duration.ZERO,
                Origin.of("test"));
        var exchange = new ExchangeRecord(
                "id",
                ManualClock.START_MILLIS,
                2_000_000_000,
                new ExchangeRecord.Asked("::1", "PATCH", "/a\u00e4\u2028", "HTTP/2.0", "CN=c", "00-1-2-03"),
                new ExchangeRecord.Matched("/route", "svc", "2"),
                new ExchangeRecord.CalledBy("acme", "app", "acme/app/k", "shop/basic", "us\ud800er"),
                new ExchangeRecord.Decided(
                        Rejection.UPSTREAM_TIMEOUT,
                        "fair",
                        new Origin("services.yml", 3, 5),
                        "stale",
                        List.of(new WouldRefuse(ObservedCheck.IP_BAN, Rejection.API_NOT_GRANTED, null))),
                504,
                1L << 40,
                7,
                new ExchangeRecord.Forwarded(
                        "http://a:1",
                        3,
                        2,
                        "timeout",
                        List.of(new ExchangeRecord.Try("http://b:1", 1, 2, TryOutcome.FAILED, "refused")),
                        true,
                        true),
                "hash",
                new ExchangeRecord.Details(
                        times,
                        "api.example",
                        "a=b",
                        null,
                        new TraceContext(1, 2, 3, 4, true),
                        List.of("staff", "\"quoted\""),
                        new QuotaDecision(QuotaOutcome.ADMITTED, 100, 42, 500, 0),
                        strategy,
                        List.of(new ExchangeRecord.Field("Accept", "*/*")),
                        List.of(new ExchangeRecord.Field("Server", ""))));
        var store = new ExchangeStore(3, 1 << 20, SLOW);
        add(store, exchange);
        KeptExchange kept = store.find("id");
        assertThat(kept).isNotNull();
        assertThat(kept.exchange())
                .usingRecursiveComparison()
                .ignoringFields("details.stages", "details.quota", "details.quotaStrategy", "details.traceId")
                .isEqualTo(exchange);
        assertThat(kept.exchange().details().traceId()).isEqualTo("00000000000000010000000000000002");
        assertThat(kept.limit())
                .isEqualTo(
                        new LimitLeft("fair", 100, 42, ManualClock.START_MILLIS + 2_500, new Adaptive(100, 10, 1_000)));
        assertThat(kept.kind()).isEqualTo(Kind.FAILED);
        assertThat(kept.sequence()).isEqualTo(1);
    }

    /** Places are written anew while others read them. */
    @Test
    void showsNoneThatIsHalfAnotherWhileOthersCome() throws Exception {
        var store = new ExchangeStore(1_000, 1 << 20, SLOW);
        var reader = new FutureTask<Integer>(() -> {
            int seen = 0;
            while (store.find("id-29999") == null) {
                List<KeptExchange> page = store.page(ALL, 0, Integer.MAX_VALUE).exchanges();
                assertThat(page).isSortedAccordingTo(Comparator.comparingLong(one -> -one.sequence()));
                for (KeptExchange one : page) {
                    assertThat(one.exchange().request().path())
                            .isEqualTo("/" + one.exchange().requestId());
                }
                seen += page.size();
            }
            return seen;
        });
        var thread = new Thread(reader);
        thread.start();
        for (int i = 0; i < 30_000; i++) {
            add(store, named("id-" + i, TestExchanges.get("/id-" + i, i % 3 == 0 ? 500 : 200)));
        }
        assertThat(reader.get(30, TimeUnit.SECONDS)).isNotNegative();
        thread.join();
    }

    @Test
    void keepsSlowAndFailedOnesLongerThanGoodOnes() {
        var store = new ExchangeStore(8, 1 << 20, SLOW);
        add(store, named("refused", TestExchanges.refused(TestExchanges.get("/", 403), Rejection.API_NOT_GRANTED)));
        add(store, named("failed", TestExchanges.get("/", 502)));
        add(store, named("slow", TestExchanges.at(TestExchanges.get("/", 200), 0, SLOW)));
        for (int i = 0; i < 1_000; i++) {
            add(store, named("good-" + i, TestExchanges.get("/", 200)));
        }
        assertThat(ids(store)).contains("refused", "failed", "slow", "good-999").hasSize(8);
        for (int i = 0; i < 1_000; i++) {
            add(store, named("failed-" + i, TestExchanges.get("/", 502)));
        }
        assertThat(ids(store).stream().filter(id -> id.startsWith("good")))
                .as("its share of the room")
                .hasSize(4);
        assertThat(store.find("slow")).isNotNull();
    }

    @Test
    void lendsWhatAKindDoesNotNeedToOthers() {
        var store = new ExchangeStore(8, 1 << 20, SLOW);
        for (int i = 0; i < 100; i++) {
            add(store, named("failed-" + i, TestExchanges.get("/", 502)));
        }
        assertThat(store.count()).isEqualTo(8);
    }

    @Test
    void letsNoTenantDriveOutAnother() {
        var store = new ExchangeStore(10, 1 << 20, SLOW);
        for (int i = 0; i < 4; i++) {
            add(store, named("quiet-" + i, TestExchanges.ofTenant(TestExchanges.get("/", 200), "quiet")));
        }
        for (int i = 0; i < 1_000; i++) {
            add(store, named("loud-" + i, TestExchanges.ofTenant(TestExchanges.get("/", 200), "loud")));
            add(store, named("nobody-" + i, TestExchanges.get("/", 200)));
        }
        assertThat(ids(store).stream().filter(id -> id.startsWith("quiet"))).hasSizeGreaterThanOrEqualTo(3);
        assertThat(ids(store)).contains("loud-999", "nobody-999").hasSize(10);
    }

    @Test
    void isBoundedInBytesWhateverIsAdded() {
        long most = 64 << 10;
        var store = new ExchangeStore(1_000_000, most, SLOW);
        for (int i = 0; i < 1_000; i++) {
            add(store, named("id-" + i, TestExchanges.get("/" + "x".repeat(i), 200)));
            assertThat(store.bytes()).isLessThanOrEqualTo(most);
        }
        add(store, named("huge", TestExchanges.get("/" + "x".repeat(70_000), 200)));
        assertThat(store.find("huge")).as("larger than all there is room for").isNull();
        assertThat(store.count()).isPositive();
    }

    @Test
    void pagesFromTheLatestToTheOldest() {
        var store = new ExchangeStore(100, 1 << 20, SLOW);
        for (int i = 0; i < 50; i++) {
            add(store, named("id-" + i, TestExchanges.get(i % 2 == 0 ? "/even" : "/odd", 200)));
        }
        List<String> found = new ArrayList<>();
        long next = 0;
        int pages = 0;
        do {
            ExchangeStore.Page page = store.page(filter(Map.of("text", "EVEN")), next, 10);
            page.exchanges().forEach(kept -> found.add(kept.exchange().requestId()));
            next = page.next();
            pages++;
        } while (next != 0);
        assertThat(found).hasSize(25).startsWith("id-48", "id-46").endsWith("id-2", "id-0");
        assertThat(pages).isLessThanOrEqualTo(4);
    }

    /** Against a plain second implementation: random exchanges of few tenants and kinds. */
    @Test
    void evictsAsAPlainListDoes() {
        var random = new Random(17);
        int keep = 40;
        var store = new ExchangeStore(keep, (long) keep << 20, SLOW);
        List<ExchangeRecord> plain = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            int tenant = random.nextInt(5);
            ExchangeRecord exchange = TestExchanges.get("/", random.nextInt(4) == 0 ? 500 : 200);
            if (random.nextInt(5) == 0) {
                exchange = TestExchanges.at(exchange, 0, SLOW);
            }
            if (tenant < 4) {
                exchange = TestExchanges.ofTenant(exchange, "tenant-" + tenant);
            }
            exchange = named("id-" + i, exchange);
            if (plain.size() == keep) {
                plain.remove(victim(plain));
            }
            plain.add(exchange);
            add(store, exchange);
            List<String> expected = new ArrayList<>(
                    plain.stream().map(ExchangeRecord::requestId).toList());
            Collections.reverse(expected);
            assertThat(ids(store)).as("after %d", i).isEqualTo(expected);
        }
    }

    private static ExchangeRecord victim(List<ExchangeRecord> all) {
        Kind fullest = Kind.GOOD;
        for (Kind kind : List.of(Kind.SLOW, Kind.FAILED)) {
            fullest = excess(all, kind) > excess(all, fullest) ? kind : fullest;
        }
        Kind from = fullest;
        Map<String, Integer> counts = new TreeMap<>();
        List<ExchangeRecord> those =
                all.stream().filter(one -> Kind.of(one, SLOW) == from).toList();
        those.forEach(one -> counts.merge(tenant(one), 1, Integer::sum));
        String largest = counts.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
        return those.stream()
                .filter(one -> tenant(one).equals(largest))
                .findFirst()
                .orElseThrow();
    }

    private static long excess(List<ExchangeRecord> all, Kind kind) {
        long count = all.stream().filter(one -> Kind.of(one, SLOW) == kind).count();
        return (count << 20) / (kind == Kind.GOOD ? 2 : 1);
    }

    private static String tenant(ExchangeRecord exchange) {
        return String.valueOf(exchange.caller().tenant()).replace("null", "");
    }
}
