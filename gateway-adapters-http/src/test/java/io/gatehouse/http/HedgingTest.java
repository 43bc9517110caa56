package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.service.RetryPolicy;
import io.gatehouse.domain.service.RetryPolicy.Condition;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.time.Arrivals;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.upstream.HostOutcome;
import io.gatehouse.domain.upstream.UpstreamHost;
import io.gatehouse.domain.upstream.UpstreamListener;
import io.gatehouse.http.retry.RetryBudget;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A GET that takes longer than nearly all do goes to a second host, and the first good response is the one. */
class HedgingTest {

    private static final String GET = "GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n";
    private static final RetryPolicy HEDGED =
            new RetryPolicy(1, Set.of(Condition.RESET), Set.of(503), 0.2, null, true, true, TestServices.ORIGIN);

    private static final Duration LONG = Duration.ofSeconds(60);

    private final AtomicBoolean slow = new AtomicBoolean();
    private final Arrivals<HostOutcome> outcomes = new Arrivals<>();

    private Backend sometimesSlow(String later) throws IOException {
        return new Backend(line -> {
            while (line.readRequest()) {
                if (slow.get()) {
                    line.awaitEnd();
                }
                line.write(later);
            }
        });
    }

    private TestGateway measured(Backend first, Backend second) throws IOException {
        TestGateway gateway = TestGateway.to(first, second)
                .timeouts(LONG, LONG, LONG, null)
                .retry(HEDGED)
                .start();
        try (RawClient client = gateway.connect()) {
            for (int i = 0; i < 100; i++) {
                client.ask(GET);
            }
        }
        gateway.settled(100);
        gateway.records.clear();
        gateway.upstreams.listen(new UpstreamListener() {
            @Override
            public void ended(VersionKey version, UpstreamHost host, HostOutcome outcome) {
                outcomes.add(outcome);
            }
        });
        slow.set(true);
        return gateway;
    }

    @Test
    void theSecondHostWinsAndTheFirstIsGivenUpWithoutBlame() throws IOException {
        String ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        try (Backend first = sometimesSlow(ok);
                Backend second = Backend.ok("ok");
                TestGateway gateway = measured(first, second)) {
            assertThat(gateway.get("/svc/x").text()).isEqualTo("ok");
            ExchangeRecord.Forwarded forwarded = gateway.record().forwarding();
            assertThat(forwarded.hedged()).isTrue();
            assertThat(forwarded.upstream()).isEqualTo(second.address().toString());
            assertThat(forwarded.failedTries())
                    .singleElement()
                    .satisfies(one ->
                            assertThat(one.upstream()).isEqualTo(first.address().toString()));
            assertThat(outcomes)
                    .hasSize(2)
                    .anySatisfy(outcome -> assertThat(outcome)
                            .isInstanceOfSatisfying(
                                    HostOutcome.Abandoned.class,
                                    abandoned -> assertThat(abandoned.by()).isEqualTo(Fault.GATEWAY)))
                    .anySatisfy(outcome -> assertThat(outcome).isInstanceOf(HostOutcome.Responded.class));
            first.awaitOpen(0);
        }
    }

    /** While both are asked a bad response of the one is none: the other's is waited for, be it bad as well. */
    @ParameterizedTest
    @CsvSource({
        "first,  503, 200, 200",
        "second, 503, 200, 200",
        "first,  503, 503, 503",
        "second, 503, 503, 503",
        "first,  404, 200, 404",
        "second, 404, 200, 404",
    })
    void aBadResponseOfOneIsNoneWhileTheOtherIsAsked(String earlier, int its, int others, int expected)
            throws IOException {
        var toFirst = new Answering();
        var toSecond = new Answering();
        boolean firstAnswers = earlier.equals("first");
        Answering one = firstAnswers ? toFirst : toSecond;
        Answering other = firstAnswers ? toSecond : toFirst;
        one.status = its;
        other.status = others;
        try (Backend first = new Backend(toFirst);
                Backend second = new Backend(toSecond);
                TestGateway gateway = measured(first, second);
                RawClient client = gateway.connect()) {
            client.send(GET);
            first.heads.await(51);
            second.heads.await(51);
            one.mayAnswer.release();
            outcomes.await(1);
            other.mayAnswer.release();

            assertThat(client.answer().status()).isEqualTo(expected);
            ExchangeRecord.Forwarded forwarded = gateway.record().forwarding();
            assertThat(forwarded.hedged()).isTrue();
            assertThat(forwarded.attempts()).isEqualTo(2);
            String winner = (firstAnswers == (its == expected && its != 503) ? first : second)
                    .address()
                    .toString();
            assertThat(forwarded.upstream()).isEqualTo(winner);
            assertThat(forwarded.failedTries())
                    .singleElement()
                    .satisfies(lost -> assertThat(lost.upstream()).isNotEqualTo(winner));
            assertThat(outcomes).hasSize(2);
        }
    }

    /** Responds when it may, once calls are slow. */
    private final class Answering implements Backend.Manners {
        final Semaphore mayAnswer = new Semaphore(0);
        volatile int status;

        @Override
        public void serve(Backend.Line line) throws IOException {
            while (line.readRequest()) {
                int with = 200;
                if (slow.get()) {
                    mayAnswer.acquireUninterruptibly();
                    with = status;
                }
                line.write("HTTP/1.1 " + with + " X\r\nContent-Length: 2\r\n\r\nok");
            }
        }
    }

    @Test
    void aPostIsNeverSentTwice() throws IOException {
        try (Backend first = sometimesSlow("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                Backend second = Backend.ok("ok");
                TestGateway gateway = measured(first, second);
                RawClient client = gateway.connect()) {
            int before = second.heads.size();
            client.send("POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 0\r\n\r\n");
            first.heads.await(51);
            // A GET behind it on another connection takes its turn at the second host, and would be hedged, too.
            assertThat(gateway.get("/svc/x").text()).isEqualTo("ok");
            assertThat(second.heads).hasSize(before + 1);
        }
    }

    /** The budget of a service is that of its retries: as many calls as there is none for stay with the host that they are at. */
    @Test
    void noSecondHostIsAskedBeyondTheBudget() throws IOException {
        int calls = 2 * RetryBudget.FLOOR;
        var toFirst = new Answering();
        var toSecond = new Answering();
        toFirst.status = 200;
        toSecond.status = 200;
        try (Backend first = new Backend(toFirst);
                Backend second = new Backend(toSecond);
                TestGateway gateway = measured(first, second)) {
            int before = first.heads.size() + second.heads.size();
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                clients.add(gateway.connect().send(GET));
            }
            Await.until(
                    "each has been sent to a second host, or not for want of budget",
                    () -> first.heads.size() + second.heads.size() - before + outcomes.size() == 2 * calls);
            int forbidden = outcomes.size();
            assertThat(forbidden).isBetween(1, calls - RetryBudget.FLOOR);
            assertThat(outcomes).containsOnly(HostOutcome.UNUSED);
            toFirst.mayAnswer.release(2 * calls);
            toSecond.mayAnswer.release(2 * calls);
            for (RawClient client : clients) {
                try (client) {
                    assertThat(client.answer().status()).isEqualTo(200);
                }
            }
            gateway.settled(calls);
            assertThat(first.heads.size() + second.heads.size() - before).isEqualTo(2 * calls - forbidden);
            assertThat(gateway.records)
                    .extracting(ExchangeRecord::forwarding)
                    .filteredOn(ExchangeRecord.Forwarded::budgetExhausted)
                    .hasSize(forbidden)
                    .allSatisfy(forwarded -> {
                        assertThat(forwarded.hedged()).isFalse();
                        assertThat(forwarded.attempts()).isEqualTo(1);
                        assertThat(forwarded.failedTries()).isEmpty();
                    });
        }
    }
}
