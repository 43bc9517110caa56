package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.BreakerPolicy;
import io.gatehouse.domain.service.CachePolicy;
import io.gatehouse.domain.service.ConcurrencyPolicy;
import io.gatehouse.domain.service.IdempotencyPolicy;
import io.gatehouse.domain.service.Resilience;
import io.gatehouse.domain.service.ResponsePolicy;
import io.gatehouse.domain.service.RetryPolicy;
import io.gatehouse.domain.service.RetryPolicy.Condition;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.upstream.HeldPort;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Further tries beside what is kept for others, and those that somebody else does not allow. */
@Execution(ExecutionMode.CONCURRENT)
class FurtherTryTest {

    private static final String GET = "GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n";
    private static final String BUSY = "HTTP/1.1 503 x\r\nContent-Length: 4\r\n\r\nbusy";
    private static final ResponsePolicy CACHED =
            new ResponsePolicy(false, new CachePolicy(1 << 20, true, TestServices.ORIGIN), null);
    private static final ResponsePolicy ONCE = new ResponsePolicy(
            false, null, new IdempotencyPolicy("Idempotency-Key", Duration.ofHours(1), 64_000, TestServices.ORIGIN));

    private static RetryPolicy retry(int attempts) {
        return new RetryPolicy(
                attempts, Set.of(Condition.values()), Set.of(503), 0.2, null, false, true, TestServices.ORIGIN);
    }

    private static Backend resetting() throws IOException {
        return new Backend(line -> {
            line.readRequest();
            line.reset();
        });
    }

    @Test
    void theResponseOfTheSecondHostIsKeptAndThatOfTheFirstIsNot() throws IOException {
        try (Backend busy = Backend.answering(
                        "HTTP/1.1 503 x\r\nCache-Control: max-age=60\r\nX-First: 1\r\nContent-Length: 4\r\n\r\nbusy");
                Backend good = Backend.answering(
                        "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 4\r\n\r\ngood");
                TestGateway gateway = TestGateway.to(busy, good)
                        .responses(CACHED)
                        .retry(retry(1))
                        .start();
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 3; i++) {
                Answer answer = client.ask(GET);
                assertThat(answer.text()).isEqualTo("good");
                assertThat(answer.header("X-First")).isNull();
                assertThat(answer.header("Cache-Status")).contains(i == 0 ? "fwd=miss" : "hit");
            }
            gateway.settled(3);
            assertThat(busy.heads).hasSize(1);
            assertThat(good.heads).hasSize(1);
            assertThat(gateway.records.get(0).forwarding().attempts()).isEqualTo(2);
            assertThat(gateway.records.get(1).forwarding().attempts()).isZero();
        }
    }

    @Test
    void eachHostIsAskedWhetherWhatIsStaleStillHolds() throws IOException {
        var calls = new AtomicInteger();
        Backend.Manners manners = line -> {
            while (line.readRequest()) {
                switch (calls.incrementAndGet()) {
                    case 1 ->
                        line.write("HTTP/1.1 200 OK\r\nCache-Control: max-age=0, stale-if-error=60\r\nETag: \"e\"\r\n"
                                + "Content-Length: 4\r\n\r\nkept");
                    case 3 -> line.write("HTTP/1.1 304 Not Modified\r\nETag: \"e\"\r\n\r\n");
                    default -> line.write(BUSY);
                }
            }
        };
        try (Backend one = new Backend(manners);
                Backend other = new Backend(manners);
                TestGateway gateway = TestGateway.to(one, other)
                        .responses(CACHED)
                        .retry(retry(1))
                        .start();
                RawClient client = gateway.connect()) {
            client.ask(GET);
            Answer renewed = client.ask(GET);
            assertThat(renewed.text()).isEqualTo("kept");
            assertThat(renewed.header("Cache-Status")).isEqualTo("gatehouse; hit; fwd=stale; fwd-status=304");
            Answer instead = client.ask(GET);
            assertThat(instead.text()).as("both are busy").isEqualTo("kept");
            assertThat(instead.header("Cache-Status")).isEqualTo("gatehouse; hit; fwd=stale; fwd-status=503");
            gateway.settled(3);
            assertThat(calls).hasValue(5);
            assertThat(one.heads.get(1)).contains("If-None-Match: \"e\"");
            assertThat(other.heads).allSatisfy(head -> assertThat(head).contains("If-None-Match: \"e\""));
            assertThat(gateway.records.get(2).forwarding().failedTries()).hasSize(1);
        }
    }

    /** Nothing of a call with a key was sent where no connection was had: it goes to another host, whole, and takes effect once. */
    @Test
    void aCallWithAKeyGoesToAnotherHostWithItsBodyAndIsKeptOnce() throws IOException {
        String post = "POST /svc/x HTTP/1.1\r\nHost: gw\r\nIdempotency-Key: k\r\nContent-Length: 5\r\n\r\nhello";
        try (HeldPort nobody = HeldPort.any();
                Backend good = Backend.echo();
                TestGateway gateway = TestGateway.to(nobody.host(), good.address())
                        .responses(ONCE)
                        .retry(retry(1))
                        .start()) {
            Answer first = gateway.ask(post);
            assertThat(first.text()).endsWith("\n\nhello");
            Answer again = gateway.ask(post);
            assertThat(again.text()).isEqualTo(first.text());
            assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
            assertThat(good.heads).hasSize(1);
            gateway.settled(2);
            ExchangeRecord.Forwarded forwarded = gateway.records.get(0).forwarding();
            assertThat(forwarded.attempts()).isEqualTo(2);
            assertThat(forwarded.failedTries())
                    .singleElement()
                    .satisfies(one ->
                            assertThat(one.upstream()).isEqualTo(nobody.host().toString()));
        }
    }

    /** What was sent may have taken effect: it is neither tried elsewhere nor forwarded again under its key. */
    @Test
    void aCallWithAKeyThatWasSentIsNotTriedAgain() throws IOException {
        String post = "POST /svc/x HTTP/1.1\r\nHost: gw\r\nIdempotency-Key: k\r\nContent-Length: 5\r\n\r\nhello";
        try (Backend bad = resetting();
                Backend good = Backend.echo();
                TestGateway gateway = TestGateway.to(bad, good)
                        .responses(ONCE)
                        .retry(retry(1))
                        .start()) {
            assertThat(gateway.ask(post).status()).isEqualTo(502);
            assertThat(gateway.ask(post).status()).isEqualTo(409);
            assertThat(good.heads).isEmpty();
        }
    }

    /** A call that no host was chosen for has had no effect: its key is free, and what is stored needs no host. */
    @Test
    void aKeyIsFreeWhereNoHostWasThereAndItsResponseIsGivenWhereNoneIs() throws IOException {
        String post = "POST /svc/x HTTP/1.1\r\nHost: gw\r\nIdempotency-Key: k\r\nContent-Length: 5\r\n\r\nhello";
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend).responses(ONCE).start()) {
            health(gateway, "sick");
            for (int i = 0; i < 2; i++) {
                Answer none = gateway.ask(post);
                assertThat(none.status()).isEqualTo(503);
                assertThat(none.text()).contains("no-healthy-host");
            }
            health(gateway, null);
            String done = gateway.ask(post).text();
            assertThat(done).endsWith("\n\nhello");
            health(gateway, "sick");
            assertThat(gateway.ask(post).text()).isEqualTo(done);
            assertThat(backend.heads).hasSize(1);
            gateway.settled(4);
        }
    }

    private static void health(TestGateway gateway, @Nullable String reason) {
        gateway.upstreams.groups().forEach(group -> group.hosts().forEach(host -> group.health(host, reason)));
    }

    @Test
    void theClientGetsTheFailureThatOpenedTheBreaker() throws IOException {
        var breaker = new BreakerPolicy(
                null,
                null,
                Duration.ofSeconds(5),
                1,
                20,
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                TestServices.ORIGIN);
        try (Backend bad = resetting();
                Backend good = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(bad, good)
                        .resilience(new Resilience(breaker, null, null), new SystemClock())
                        .retry(retry(2))
                        .start()) {
            Answer answer = gateway.ask(GET);
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).contains("upstream-bad-answer");
            ExchangeRecord record = gateway.record();
            assertThat(record.rejection()).isEqualTo(Rejection.UPSTREAM_BAD_ANSWER);
            assertThat(record.forwarding().attempts()).isEqualTo(1);
            assertThat(record.forwarding().upstream()).isEqualTo(bad.address().toString());
            assertThat(record.forwarding().failure()).isNotEmpty();
            assertThat(record.forwarding().budgetExhausted()).isFalse();
            assertThat(good.heads).isEmpty();
            assertThat(gateway.ask(GET).text()).contains("circuit-open");
        }
    }

    /** A host that has as many calls as it takes gets no further try; nor does one wait for a place with it. */
    @Test
    void aHostAtItsLimitGetsNoFurtherTry() throws Exception {
        var bounds = new ConcurrencyPolicy.Bounds(1, 1);
        var concurrency = new ConcurrencyPolicy(null, bounds, 10, Duration.ofSeconds(60), 10, TestServices.ORIGIN);
        var mayAnswer = new Semaphore(0);
        var resetting = new AtomicInteger();
        try (Backend full = new Backend(line -> {
                    while (line.readRequest()) {
                        mayAnswer.acquireUninterruptibly();
                        line.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfull");
                    }
                });
                Backend bad = new Backend(line -> {
                    line.readRequest();
                    resetting.incrementAndGet();
                    line.reset();
                });
                TestGateway gateway = TestGateway.to(full, bad)
                        .resilience(new Resilience(null, null, concurrency), new SystemClock())
                        .retry(retry(1))
                        .start();
                RawClient holder = gateway.connect()) {
            holder.send(GET);
            full.heads.await(1);

            assertThat(gateway.ask(GET).status()).isEqualTo(502);
            assertThat(resetting).as("the only other host, once more").hasValue(2);
            assertThat(full.heads).hasSize(1);
            mayAnswer.release();
            assertThat(holder.answer().text()).isEqualTo("full");
            gateway.settled(2);
            assertThat(gateway.records.get(0).forwarding().failedTries())
                    .hasSize(2)
                    .allSatisfy(one ->
                            assertThat(one.upstream()).isEqualTo(bad.address().toString()));
        }
    }

    @Test
    void theRecordSaysThatTheBudgetAllowedNoFurtherTry() throws IOException {
        RetryPolicy policy = retry(1);
        try (Backend busy = Backend.answering(BUSY);
                Backend other = Backend.answering(BUSY);
                TestGateway gateway = TestGateway.to(busy, other).retry(policy).start();
                RawClient client = gateway.connect()) {
            Await.until("the budget is spent", () -> {
                Answer answer = asked(client);
                assertThat(answer.text()).as("the response that there was").isEqualTo("busy");
                return gateway.records.stream()
                        .anyMatch(record -> record.forwarding().budgetExhausted());
            });
            assertThat(gateway.records).anySatisfy(record -> {
                assertThat(record.forwarding().budgetExhausted()).isTrue();
                assertThat(record.forwarding().attempts()).isEqualTo(1);
                assertThat(record.status()).isEqualTo(503);
                assertThat(record.rejection()).isNull();
            });
        }
    }

    private static Answer asked(RawClient client) {
        try {
            return client.ask(GET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
