package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.RetryPolicy;
import io.gatehouse.domain.service.RetryPolicy.Condition;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.upstream.HeldPort;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What failed at one host is tried at another by the policy of the service, and never what must not be. */
@Execution(ExecutionMode.CONCURRENT)
@SuppressWarnings("try") // Closing early is what one of these tests is about.
class RetryTest {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String BUSY = "HTTP/1.1 503 x\r\nContent-Length: 4\r\n\r\nbusy";

    private static RetryPolicy policy(int attempts, Duration perTry, Set<Condition> on, Integer... statuses) {
        return new RetryPolicy(attempts, on, Set.of(statuses), 0.2, perTry, false, true, TestServices.ORIGIN);
    }

    private static RetryPolicy all(int attempts) {
        return policy(attempts, null, Set.of(Condition.values()), 502, 503);
    }

    private static Backend hanging() throws IOException {
        return new Backend(line -> {
            line.readRequest();
            line.awaitEnd();
        });
    }

    private static Backend resetting() throws IOException {
        return new Backend(line -> {
            line.readRequest();
            line.reset();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "OPTIONS", "DELETE"})
    void triesAnotherHostWhenTheFirstResets(String method) throws IOException {
        try (Backend bad = resetting();
                Backend good = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(bad, good).retry(all(1)).start()) {
            assertThat(gateway.ask(method + " /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n")
                            .text())
                    .isEqualTo("ok");
            ExchangeRecord.Forwarded forwarded = gateway.record().forwarding();
            assertThat(forwarded.attempts()).isEqualTo(2);
            assertThat(forwarded.upstream()).isEqualTo(good.address().toString());
            assertThat(forwarded.failedTries()).singleElement().satisfies(one -> {
                assertThat(one.upstream()).isEqualTo(bad.address().toString());
                assertThat(one.why()).isNotEmpty();
                assertThat(one.nanos()).isPositive();
            });
        }
    }

    @Test
    void triesAnotherHostAfterAStatusAndKeepsTheConnectionOfTheFirst() throws IOException {
        try (Backend busy = Backend.answering(BUSY);
                Backend good = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(busy, good).retry(all(1)).start()) {
            for (int i = 1; i <= 6; i++) {
                assertThat(gateway.get("/svc/x").text()).isEqualTo("ok");
            }
            gateway.settled(6);
            assertThat(busy.heads).hasSizeBetween(3, 6);
            assertThat(busy.connections).hasValue(1);
        }
    }

    @Test
    void closesTheConnectionOfAResponseThatIsTooLongToBeDrained() throws IOException {
        try (Backend busy = new Backend(line -> {
                    line.readRequest();
                    line.write("HTTP/1.1 503 x\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(200_000));
                    line.awaitEnd();
                });
                Backend good = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(busy, good).retry(all(1)).start()) {
            assertThat(gateway.get("/svc/x").text()).isEqualTo("ok");
            gateway.settled(1);
            busy.awaitOpen(0);
        }
    }

    @Test
    void closesTheConnectionOfAResponseThatDripsWhenItIsDrained() throws IOException {
        try (Backend busy = new Backend(line -> {
                    line.readRequest();
                    line.write("HTTP/1.1 503 x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
                    line.awaitEnd();
                });
                Backend good = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(busy, good).retry(all(1)).start()) {
            assertThat(gateway.get("/svc/x").text()).isEqualTo("ok");
            gateway.settled(1);
            busy.awaitOpen(0);
        }
    }

    @Test
    void givesTheClientTheLastResponseWhenThereHaveBeenEnough() throws IOException {
        try (Backend one = Backend.answering(BUSY);
                Backend other = Backend.answering(BUSY);
                TestGateway gateway = TestGateway.to(one, other).retry(all(2)).start()) {
            Answer answer = gateway.get("/svc/x");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text()).isEqualTo("busy");
            assertThat(gateway.record().forwarding().attempts()).isEqualTo(3);
            assertThat(one.heads.size() + other.heads.size()).isEqualTo(3);
        }
    }

    @Test
    void takesTurnsWhenAllHostsHaveBeenTried() throws IOException {
        try (Backend busy = Backend.answering(BUSY);
                Backend broken = resetting();
                TestGateway gateway = TestGateway.to(busy, broken).retry(all(3)).start()) {
            gateway.get("/svc/x");

            gateway.settled(1);
            assertThat(busy.heads).hasSize(2);
            assertThat(broken.heads).hasSize(2);
        }
    }

    @Test
    void triesTheSameHostAfterAPauseWhereThereIsNoOther() throws IOException {
        try (Backend moody = new Backend(line -> {
                    line.readRequest();
                    line.write(BUSY);
                    line.readRequest();
                    line.write(OK);
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(moody).retry(all(1)).start()) {
            assertThat(gateway.get("/svc/x").text()).isEqualTo("ok");
            assertThat(gateway.record().durationNanos())
                    .isGreaterThan(Duration.ofMillis(12).toNanos());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Retry-After: 1",
                "Date: Wed, 21 Oct 2099 07:28:00 GMT\r\nRetry-After: Wed, 21 Oct 2099 07:28:01 GMT"
            })
    void leavesAHostAloneForAsLongAsItAsks(String asks) throws IOException {
        try (Backend moody = new Backend(line -> {
                    line.readRequest();
                    line.write("HTTP/1.1 503 x\r\n" + asks + "\r\nContent-Length: 0\r\n\r\n");
                    line.readRequest();
                    line.write(OK);
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(moody).retry(all(1)).start()) {
            assertThat(gateway.get("/svc/x").text()).isEqualTo("ok");
            assertThat(gateway.record().durationNanos())
                    .isGreaterThan(Duration.ofMillis(990).toNanos());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"60", "Wed, 21 Oct 2099 07:28:00 GMT"})
    void handsOnWhatAsksForMoreTimeThanThereIs(String time) throws IOException {
        try (Backend busy =
                        Backend.answering("HTTP/1.1 503 x\r\nRetry-After: " + time + "\r\nContent-Length: 0\r\n\r\n");
                TestGateway gateway = TestGateway.to(busy).retry(all(1)).start()) {
            Answer answer = gateway.get("/svc/x");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo(time);
            assertThat(busy.heads).hasSize(1);
        }
    }

    @Test
    void triesAnotherHostWhenATryTakesTooLong() throws IOException {
        try (Backend slow = hanging();
                Backend good = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(slow, good)
                        .timeouts(LONG, LONG, LONG, null)
                        .retry(policy(1, SHORT, Set.of(Condition.RESPONSE_TIMEOUT)))
                        .start()) {
            assertThat(gateway.get("/svc/x").text()).isEqualTo("ok");
            assertThat(gateway.record().forwarding().failedTries())
                    .singleElement()
                    .satisfies(one -> assertThat(one.why()).isEqualTo("no response head within retry.per-try-timeout"));
            gateway.settled(1);
            slow.awaitOpen(0);
        }
    }

    @Test
    void endsWith504WhenTheLastTryTakesTooLong() throws IOException {
        try (Backend slow = hanging();
                Backend slower = hanging();
                TestGateway gateway = TestGateway.to(slow, slower)
                        .timeouts(LONG, LONG, LONG, null)
                        .retry(policy(1, SHORT, Set.of(Condition.RESPONSE_TIMEOUT)))
                        .start()) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(504);
            assertThat(gateway.record().rejection()).isEqualTo(Rejection.UPSTREAM_TIMEOUT);
            assertThat(gateway.record().forwarding().attempts()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH"})
    void sendsOnceWhatMayNotBeDoneTwice(String method) throws IOException {
        try (Backend bad = resetting();
                Backend busy = Backend.answering(BUSY);
                TestGateway gateway = TestGateway.to(bad, busy).retry(all(3)).start()) {
            String request = method + " /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 2\r\n\r\nab";
            assertThat(gateway.ask(request).status()).isEqualTo(502);
            assertThat(gateway.ask(request).status()).isEqualTo(503);
            gateway.settled(2);
            assertThat(bad.heads).hasSize(1);
            assertThat(busy.heads).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Content-Length: 5\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"})
    void sendsABodyThatWasKeptOnceMore(String framed) throws IOException {
        try (Backend bad = resetting();
                Backend good = Backend.echo();
                TestGateway gateway = TestGateway.to(bad, good).retry(all(1)).start()) {
            assertThat(gateway.ask("PUT /svc/x HTTP/1.1\r\nHost: gw\r\n" + framed)
                            .text())
                    .endsWith("\n\nhello");
            assertThat(gateway.record().bytesIn()).isEqualTo(5);
        }
    }

    @Test
    void sendsABodyOnceMoreOfWhichTheClientHasNotSentAll() throws IOException {
        try (Backend bad = new Backend(line -> {
                    line.readHead();
                    line.reset();
                });
                Backend good = Backend.echo();
                TestGateway gateway = TestGateway.to(bad, good).retry(all(1)).start();
                RawClient client = gateway.connect()) {
            client.send("PUT /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 6\r\n\r\nabc");
            good.heads.await(1);
            client.send("def");
            assertThat(client.answer().text()).endsWith("\n\nabcdef");
            gateway.settled(1);
        }
    }

    @Test
    void doesNotSendABodyAgainThatIsTooLongToBeKept() throws IOException {
        try (Backend bad = resetting();
                Backend good = Backend.echo();
                TestGateway gateway = TestGateway.to(bad, good).retry(all(1)).start()) {
            Answer answer = gateway.ask(
                    "PUT /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 70000\r\n\r\n" + "x".repeat(70_000));
            assertThat(answer.status()).isEqualTo(502);
            assertThat(good.heads).isEmpty();
        }
    }

    @Test
    void triesNothingAgainWhereThatIsOff() throws IOException {
        try (HeldPort nobody = HeldPort.any();
                Backend good = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(nobody.host(), good.address())
                        .retry(null)
                        .start()) {
            assertThat(gateway.get("/svc/x").status()).isEqualTo(502);
            assertThat(gateway.record().forwarding().attempts()).isEqualTo(1);
        }
    }

    @Test
    void triesNothingAgainOfWhichTheClientHasSomething() throws IOException {
        try (Backend breaking = new Backend(line -> {
                    line.readRequest();
                    line.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
                    line.awaitEnd();
                });
                Backend good = Backend.ok("ok");
                TestGateway gateway =
                        TestGateway.to(breaking, good).retry(all(3)).start();
                RawClient client = gateway.connect()) {
            client.send("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n");
            assertThat(client.head().get(0)).contains("200");
            breaking.close();
            assertThat(new String(client.in.readNBytes(100), StandardCharsets.ISO_8859_1))
                    .endsWith("3\r\nabc\r\n");
            gateway.settled(1);
            assertThat(good.heads).isEmpty();
        }
    }

    @Test
    void triesARangeAndAHeadAgainAsTheyAre() throws IOException {
        try (Backend bad = resetting();
                Backend good =
                        Backend.answering("HTTP/1.1 206 x\r\nContent-Range: bytes 0-1/9\r\nContent-Length: 2\r\n\r\n");
                TestGateway gateway = TestGateway.to(bad, good).retry(all(1)).start()) {
            Answer answer = gateway.ask("HEAD /svc/x HTTP/1.1\r\nHost: gw\r\nRange: bytes=0-1\r\n\r\n");
            assertThat(answer.status()).isEqualTo(206);
            assertThat(good.heads.get(0)).anyMatch(line -> line.equalsIgnoreCase("Range: bytes=0-1"));
        }
    }

    @Test
    void stopsWhenTheClientGoesInThePause() throws IOException {
        try (Backend busy = Backend.answering("HTTP/1.1 503 x\r\nRetry-After: 4\r\nContent-Length: 0\r\n\r\n");
                TestGateway gateway = TestGateway.to(busy).retry(all(1)).start()) {
            RawClient client = gateway.connect().send("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n");
            busy.heads.await(1);
            Await.until("its connection is idle", () -> gateway.idle() == 1);
            client.reset();
            assertThat(gateway.record().status()).isEqualTo(499);
            gateway.settled(1);
            assertThat(busy.heads).hasSize(1);
        }
    }

    @Test
    void keepsToItsBudgetWhenAllHostsFail() throws IOException {
        try (Backend one = Backend.answering(BUSY);
                Backend other = Backend.answering(BUSY);
                TestGateway gateway = TestGateway.to(one, other).retry(all(3)).start();
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 200; i++) {
                assertThat(client.ask("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n").status())
                        .isEqualTo(503);
            }
            gateway.settled(200);
            int calls = one.heads.size() + other.heads.size();
            // 20 % of 200, or a few more of the floor where the machine is so slow that the ten seconds pass.
            assertThat(calls).isBetween(230, 270);
            assertThat(gateway.records.stream()
                            .filter(record -> record.forwarding().budgetExhausted())
                            .count())
                    .isGreaterThan(100);
        }
    }
}
