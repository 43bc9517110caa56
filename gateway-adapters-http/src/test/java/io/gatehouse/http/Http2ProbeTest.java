package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.health.ProbeResult;
import io.gatehouse.domain.health.ProbeTarget;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.time.ManualTimer;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.http.probe.HttpUpstreamProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts of HTTP/2 are probed in their own words. */
class Http2ProbeTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String GRPC = "/grpc.health.v1.Health/Check";

    private static ProbeResult probe(HostAddress address, String path) throws InterruptedException {
        var results = new LinkedBlockingQueue<ProbeResult>();
        try (var probe = new HttpUpstreamProbe(new ManualTimer(), new SystemClock(), List.of())) {
            probe.probe(new ProbeTarget(address, path, LONG), results::add);
            ProbeResult result = results.poll(60, TimeUnit.SECONDS);
            assertThat(result).isNotNull();
            return result;
        }
    }

    @ParameterizedTest
    @CsvSource({"/svc/x, ", "/nowhere, status 404"})
    void asksByGet(String path, String failure) throws Exception {
        try (Backend backend = Backend.ok("ok");
                TestGateway host = TestGateway.to(backend).http2().start()) {
            var address = new HostAddress(false, true, "127.0.0.1", host.address.getPort());
            assertThat(probe(address, path).failure()).isEqualTo(failure);
        }
    }

    @ParameterizedTest
    @CsvSource({"'', ", "?service=up, ", "?service=down, not serving", "?service=unknown, gRPC status 5"})
    void asksByGrpc(String service, String failure) throws Exception {
        try (GrpcHost host = new GrpcHost()) {
            assertThat(probe(host.address(), GRPC + service).failure()).isEqualTo(failure);
        }
    }

    @Test
    void failsWhereTheHostSpeaksSomethingElse() throws IOException, InterruptedException {
        try (Backend backend = Backend.answering("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")) {
            var address =
                    new HostAddress(false, true, "127.0.0.1", backend.address().port());
            assertThat(probe(address, "/").failure()).isNotNull();
        }
    }
}
