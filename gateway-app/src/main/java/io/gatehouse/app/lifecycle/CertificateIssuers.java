package io.gatehouse.app.lifecycle;

import io.gatehouse.acme.AcmeIssuer;
import io.gatehouse.acme.AcmeSettings;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.http.metrics.GatewayMetrics;
import io.gatehouse.http.tls.AcmeChallenges;
import io.gatehouse.http.tls.WatchedCertificates;
import java.security.KeyStore.PrivateKeyEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Those who have certificates issued, as ports and operators see them. Safe for concurrent use. */
public final class CertificateIssuers implements AcmeChallenges, AutoCloseable {

    private final List<Issuer> all;

    /** One for each of these, with the name that the configuration gives it. */
    public CertificateIssuers(Map<AcmeSettings, String> named, GatewayClock clock) {
        this.all = named.entrySet().stream()
                .map(one -> new Issuer(one.getValue(), new AcmeIssuer(one.getKey(), clock)))
                .toList();
    }

    /** Whose problems are those of certificates; the certificates themselves are the ports'. */
    private record Issuer(String name, AcmeIssuer acme) implements WatchedCertificates {

        @Override
        public boolean reload(Instant now) {
            return false;
        }

        @Override
        public List<String> problems() {
            return acme.problems();
        }

        @Override
        public List<Presented> presented() {
            return List.of();
        }
    }

    /** Whether nothing is issued. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** What operators see of them. */
    public List<? extends WatchedCertificates> watched() {
        return all;
    }

    /** Shows how orders end, and whether it is this process that orders. */
    public void show(GatewayMetrics metrics) {
        all.forEach(one -> metrics.issuing(one.name, one.acme::issued, one.acme::failed, one.acme::leads));
    }

    /** Begins to order; what is issued is looked at by {@code watch} at once. */
    void begin(CertificateWatch watch) {
        all.forEach(one -> one.acme.begin(watch::once));
    }

    @Override
    public @Nullable String response(String token) {
        return first(one -> one.challenges().response(token));
    }

    @Override
    public @Nullable PrivateKeyEntry certificate(String name) {
        return first(one -> one.challenges().certificate(name));
    }

    private <T> @Nullable T first(Function<AcmeIssuer, @Nullable T> asked) {
        return all.stream()
                .map(one -> asked.apply(one.acme))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() {
        all.forEach(one -> one.acme.close());
    }
}
