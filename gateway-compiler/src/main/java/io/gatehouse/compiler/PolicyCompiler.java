package io.gatehouse.compiler;

import io.gatehouse.compiler.document.PolicyDocument;
import io.gatehouse.compiler.document.PolicyDocument.TrustedClientsDocument;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.address.AddressTrie;
import io.gatehouse.domain.policy.GatewayPolicy;
import io.gatehouse.domain.policy.TrustedClients;
import io.gatehouse.domain.quota.Quotas;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles what holds for the whole gateway. */
final class PolicyCompiler {

    private PolicyCompiler() {}

    static GatewayPolicy compile(PolicyDocument document, Quotas quotas, @Nullable GatewayPolicy before) {
        return new GatewayPolicy(
                MaintenanceCompiler.compile(document.maintenance()),
                places(document.ipBan(), document.origin()),
                trusted(document.trustedClients()),
                CorsCompiler.compile(document.cors()),
                IssuerCompiler.compile(document.token(), "gateway", before == null ? null : before.issuer()),
                quotas);
    }

    private static @Nullable TrustedClients trusted(@Nullable TrustedClientsDocument document) {
        return document == null
                ? null
                : new TrustedClients(
                        places(document.addresses(), document.origin()), document.skip(), document.origin());
    }

    private static AddressTrie<Origin> places(List<AddressRange> ranges, Origin origin) {
        var places = new HashMap<AddressRange, Origin>();
        ranges.forEach(range -> places.put(range, origin));
        return AddressTrie.of(places);
    }
}
