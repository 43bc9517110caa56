package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.pipeline.StageTimes;
import io.gatehouse.domain.service.RetryPolicy;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.ExchangeRecord.Details;
import io.gatehouse.domain.traffic.ExchangeRecord.Field;
import io.gatehouse.domain.traffic.ExchangeRecord.Try;
import io.gatehouse.domain.traffic.ExchangeRecord.TryOutcome;
import io.gatehouse.http.exchange.NotedDetails;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What records hold for those who look at single exchanges. */
@Execution(ExecutionMode.CONCURRENT)
class NotedDetailsTest {

    private static final String REQUEST = """
            GET /svc/x?colour=red&key=secret HTTP/1.1
            Host: GW.example:80
            Accept: text/plain
            Authorization: Bearer secret
            Cookie: session=secret
            X-Plan: gold
            traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01

            """.replace("\n", "\r\n");

    @Test
    void areNotNotedUnlessWanted() throws IOException {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).start()) {
            gateway.ask(REQUEST);
            ExchangeRecord record = gateway.record();
            assertThat(record.details()).isSameAs(Details.NONE);
            assertThat(record.registry()).isEqualTo("hash-1");
            assertThat(record.forwarding().attempts()).isEqualTo(1);
            assertThat(record.forwarding().tries()).isEmpty();
        }
    }

    @Test
    void holdSafeFieldsAndThoseThatAreWantedByName() throws IOException {
        try (Backend backend = Backend.answering(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nSet-Cookie: session=secret\r\nContent-Length: 2\r\n\r\nok");
                TestGateway gateway = TestGateway.to(backend)
                        .noted(NotedDetails.with(List.of("x-plan"), false, Duration.ofMillis(100)))
                        .start()) {
            gateway.ask(REQUEST);
            Details details = gateway.record().details();
            assertThat(details.host()).isEqualTo("gw.example");
            assertThat(details.query()).isNull();
            assertThat(details.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
            assertThat(details.requestFields())
                    .containsExactly(
                            new Field("Host", "GW.example:80"),
                            new Field("Accept", "text/plain"),
                            new Field("X-Plan", "gold"));
            assertThat(details.responseFields())
                    .extracting(Field::name)
                    .contains("Content-Type", "Content-Length", "X-Request-Id")
                    .doesNotContain("Set-Cookie");
            assertThat(details.toString()).doesNotContain("secret");
        }
    }

    @Test
    void holdQueriesWithoutCredentialsWhereWanted() throws IOException {
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .noted(NotedDetails.with(List.of(), true, Duration.ofMillis(100)))
                        .start()) {
            gateway.ask(REQUEST);
            assertThat(gateway.record().details().query()).isEqualTo("colour=red");
        }
    }

    @Test
    void holdEveryTryAndWhenStagesEnded() throws IOException {
        try (Backend bad = new Backend(line -> {
                    line.readRequest();
                    line.reset();
                });
                Backend good = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(bad, good)
                        .retry(new RetryPolicy(
                                1,
                                Set.of(RetryPolicy.Condition.values()),
                                Set.of(),
                                0.2,
                                null,
                                false,
                                true,
                                TestServices.ORIGIN))
                        .noted(NotedDetails.with(List.of(), false, Duration.ofMillis(100)))
                        .start()) {
            gateway.get("/svc/x");
            ExchangeRecord record = gateway.record();
            List<Try> tries = record.forwarding().tries();
            assertThat(tries)
                    .extracting(Try::upstream)
                    .containsExactly(bad.address().toString(), good.address().toString());
            assertThat(tries).extracting(Try::outcome).containsExactly(TryOutcome.FAILED, TryOutcome.RESPONDED);
            assertThat(tries.get(0).why()).isNotEmpty();
            assertThat(tries.get(1).why()).isNull();
            assertThat(tries.get(1).startNanos() + tries.get(1).nanos()).isLessThanOrEqualTo(record.durationNanos());
            assertThat(tries.get(1).startNanos())
                    .isGreaterThanOrEqualTo(tries.get(0).startNanos());

            List<StageTimes.Span> spans = record.details().stages().spans();
            assertThat(spans).extracting(StageTimes.Span::stage).containsExactly("Balancing");
            assertThat(tries.get(0).startNanos()).isGreaterThanOrEqualTo(0);
        }
    }

    @Test
    void haveTheTimesOfEachStageOfSomeInEachSlice() throws IOException {
        var clock = new ManualClock();
        NotedDetails noted = NotedDetails.with(List.of(), false, Duration.ofMillis(100));
        long slice = 1L << 27;
        for (long begun : new long[] {-slice, 0, slice, 7 * slice + 5}) {
            for (int n = 0; n < 32; n++) {
                assertThat(noted.times(begun + n, clock, null).isOfEach()).isTrue();
            }
            assertThat(noted.times(begun + slice - 6, clock, null).isOfEach()).isFalse();
        }
        assertThat(NotedDetails.timesAlone().times(0, clock, null).isOfEach()).isFalse();
        assertThat(NotedDetails.NONE.times(0, clock, null)).isSameAs(StageTimes.NONE);

        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .noted(NotedDetails.with(List.of(), false, Duration.ofMillis(100)))
                        .start()) {
            gateway.get("/svc/x");
            ExchangeRecord record = gateway.record();
            List<StageTimes.Single> singles = record.details().stages().singles(record.durationNanos());
            assertThat(singles)
                    .extracting(one -> one.span().stage())
                    .startsWith("IdentifyExchange")
                    .endsWith("ChooseHost");
            assertThat(singles).extracting(StageTimes.Single::group).containsOnly("Balancing");
            long end = 0;
            for (StageTimes.Single one : singles) {
                assertThat(one.span().startNanos()).isEqualTo(end);
                assertThat(one.span().nanos()).isGreaterThanOrEqualTo(0);
                end += one.span().nanos();
            }
            assertThat(end).isLessThanOrEqualTo(record.durationNanos());
        }
    }

    @Test
    void tellATryThatTheClientDidNotWaitFor() throws IOException {
        try (Backend hanging = new Backend(line -> {
                    line.readRequest();
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(hanging)
                        .noted(NotedDetails.with(List.of(), false, Duration.ofMillis(100)))
                        .start()) {
            try (RawClient client = gateway.connect()) {
                client.send("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n");
                hanging.heads.await(1);
            }
            ExchangeRecord record = gateway.record();
            assertThat(record.status()).isEqualTo(499);
            assertThat(record.forwarding().tries())
                    .singleElement()
                    .satisfies(one -> assertThat(one.outcome()).isEqualTo(TryOutcome.ABANDONED));
        }
    }
}
