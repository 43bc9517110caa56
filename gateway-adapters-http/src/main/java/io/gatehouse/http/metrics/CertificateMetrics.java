package io.gatehouse.http.metrics;

import io.gatehouse.http.tls.HandshakeCounts;
import io.gatehouse.http.tls.ServedCertificates;
import io.gatehouse.http.tls.WatchedCertificates;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

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
        return end == null ? Double.NaN : end.toEpochMilli() / MILLIS_A_SECOND;
    }

    static void register(
            String place, LongSupplier issued, LongSupplier failed, BooleanSupplier leads, MeterRegistry registry) {
        orders(place, "issued", issued, registry);
        orders(place, "failed", failed, registry);
        Gauge.builder(MetricNames.ACME_LEADER, () -> leads.getAsBoolean() ? 1 : 0)
                .description("Whether it is this process that orders certificates")
                .tag("place", place)
                .register(registry);
    }

    private static void orders(String place, String result, LongSupplier count, MeterRegistry registry) {
        FunctionCounter.builder(MetricNames.ACME_ORDERS, registry, any -> count.getAsLong())
                .description("Orders of certificates by how they ended")
                .tag("place", place)
                .tag("result", result)
                .register(registry);
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
