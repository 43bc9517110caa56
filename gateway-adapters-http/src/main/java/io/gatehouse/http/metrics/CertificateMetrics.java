package io.gatehouse.http.metrics;

import io.gatehouse.http.tls.HandshakeCounts;
import io.gatehouse.http.tls.ServedCertificates;
import io.gatehouse.http.tls.WatchedCertificates;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;

/** Metrics of the certificates that ports serve, and of handshakes with clients. */
final class CertificateMetrics {

    private static final double MILLIS_A_SECOND = 1000;

    private CertificateMetrics() {}

    static void register(ServedCertificates certificates, MeterRegistry registry) {
        for (WatchedCertificates port : certificates.all()) {
            for (int i = 0; i < port.presented().size(); i++) {
                int index = i;
                Gauge.builder(MetricNames.CERTIFICATE_EXPIRES, () -> expires(port, index))
                        .description("When a certificate that is served expires, since the epoch")
                        .baseUnit("seconds")
                        .tag("place", port.name())
                        .tag("certificate", Integer.toString(i))
                        .register(registry);
            }
        }
        Gauge.builder(
                        MetricNames.CERTIFICATE_PROBLEMS,
                        () -> certificates.problems().size())
                .description("Files of certificates that are invalid as they are; what was read before is served")
                .register(registry);
    }

    private static double expires(WatchedCertificates port, int index) {
        Instant end = port.presented().get(index).end();
        return end.toEpochMilli() / MILLIS_A_SECOND;
    }

    static void register(HandshakeCounts counts, MeterRegistry registry) {
        for (HandshakeCounts.Result result : HandshakeCounts.Result.values()) {
            FunctionCounter.builder(MetricNames.TLS_HANDSHAKES, counts, asked -> asked.count(result))
                    .description("TLS handshakes with clients by how they ended")
                    .tag("result", result.word())
                    .register(registry);
        }
    }
}
