package io.gatehouse.compiler;

import io.gatehouse.compiler.document.CorsDocument;
import io.gatehouse.compiler.document.CorsDocument.CorsOrigin;
import io.gatehouse.compiler.document.MaintenanceDocument;
import io.gatehouse.compiler.document.PolicyDocument;
import io.gatehouse.compiler.document.PolicyDocument.TrustedClientsDocument;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Sourced;
import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.address.AddressTrie;
import io.gatehouse.domain.maintenance.Maintenance;
import io.gatehouse.domain.observation.Observation;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.policy.CorsPolicy;
import io.gatehouse.domain.policy.CorsPolicy.Wildcard;
import io.gatehouse.domain.policy.GatewayPolicy;
import io.gatehouse.domain.policy.TrustedClients;
import io.gatehouse.domain.quota.Quotas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles what holds for the whole gateway. */
final class PolicyCompiler {

    private static final List<String> OUR_HEADERS =
            List.of("X-Request-Id", "Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset");

    private PolicyCompiler() {}

    static GatewayPolicy compile(PolicyDocument document, Quotas quotas, @Nullable GatewayPolicy before) {
        return new GatewayPolicy(
                maintenance(document.maintenance()),
                AddressTrie.of(places(document.ipBan())),
                trusted(document.trustedClients()),
                cors(document.cors()),
                IssuerCompiler.compile(document.token(), "gateway", before == null ? null : before.issuer()),
                quotas,
                observation(document.observe()));
    }

    /** What is watched instead of enforced; null for nothing. */
    static @Nullable Observation observation(@Nullable Sourced<Set<ObservedCheck>> observe) {
        return observe == null || observe.value().isEmpty() ? null : new Observation(observe.value(), observe.origin());
    }

    private static @Nullable TrustedClients trusted(@Nullable TrustedClientsDocument document) {
        return document == null
                ? null
                : new TrustedClients(
                        AddressTrie.of(places(document.addresses().stream()
                                .map(range -> new Sourced<>(range, document.origin()))
                                .toList())),
                        document.skip(),
                        document.origin());
    }

    private static Map<AddressRange, Origin> places(List<Sourced<AddressRange>> ranges) {
        var places = new HashMap<AddressRange, Origin>();
        ranges.forEach(range -> places.putIfAbsent(range.value(), range.origin()));
        return places;
    }

    private static @Nullable CorsPolicy cors(@Nullable CorsDocument document) {
        if (document == null) {
            return null;
        }
        var exact = new HashSet<String>();
        var wildcards = new ArrayList<Wildcard>();
        for (CorsOrigin origin : document.origins()) {
            int star = origin.text().indexOf("*.");
            if (star > 0) {
                wildcards.add(new Wildcard(
                        origin.text().substring(0, star), origin.text().substring(star + 1)));
            } else {
                exact.add(origin.text());
            }
        }
        boolean any = document.origins().stream().anyMatch(CorsOrigin::isAny);
        return new CorsPolicy(
                any,
                exact,
                wildcards,
                document.credentials(),
                document.answerOptions(),
                preflight(document),
                exposed(document),
                document.origin());
    }

    private static Map<String, String> preflight(CorsDocument document) {
        var headers = new HashMap<String, String>();
        headers.put("Access-Control-Allow-Methods", String.join(",", document.methods()));
        if (!document.headers().isEmpty()) {
            headers.put("Access-Control-Allow-Headers", String.join(",", document.headers()));
        }
        if (document.maxAge() != null) {
            headers.put(
                    "Access-Control-Max-Age", Long.toString(document.maxAge().toSeconds()));
        }
        return headers;
    }

    private static String exposed(CorsDocument document) {
        var names = new ArrayList<>(OUR_HEADERS);
        names.addAll(document.exposeHeaders());
        return String.join(", ", names);
    }

    /** That something is under maintenance; null if it is not. */
    static @Nullable Maintenance maintenance(@Nullable MaintenanceDocument document) {
        if (document == null || !document.on()) {
            return null;
        }
        var retryAfter = document.retryAfter();
        Long seconds = retryAfter == null
                ? null
                : Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return new Maintenance(document.status(), document.message(), seconds, document.origin());
    }
}
