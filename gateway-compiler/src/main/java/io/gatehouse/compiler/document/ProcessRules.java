package io.gatehouse.compiler.document;

import io.gatehouse.compiler.document.BoundRegistry.KeyLocation;
import io.gatehouse.compiler.document.KeyDocument.ContinentRulesDocument;
import io.gatehouse.compiler.document.KeyDocument.CountryRulesDocument;
import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Setting;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rules between a registry and the process that is to serve it: what its configuration names, and its clock. */
public final class ProcessRules {

    private ProcessRules() {}

    /**
     * Adds a problem for every key that is bound to countries or continents, if no database can distinguish them.
     *
     * @param available whether {@code geo.database} is configured
     */
    public static void checkGeoDatabase(RegistryDocuments documents, boolean available, Problems problems) {
        if (available) {
            return;
        }
        KeyLocation.forEach(documents, location -> {
            CountryRulesDocument countries = location.key().countries();
            ContinentRulesDocument continents = location.key().continents();
            if (countries != null) {
                needsDatabase(countries.origin(), location.path() + ".countries", problems);
            }
            if (continents != null) {
                needsDatabase(continents.origin(), location.path() + ".continents", problems);
            }
        });
    }

    private static void needsDatabase(Origin origin, String path, Problems problems) {
        problems.add(
                origin, path, "a rule about places", "geo.database in the gateway's configuration, or no such rule");
    }

    /**
     * Adds a problem for all whose tokens are in a store, if there is none.
     *
     * @param available whether {@code token-store} is configured
     */
    public static void checkTokenStore(RegistryDocuments documents, boolean available, Problems problems) {
        if (available) {
            return;
        }
        needsStore(documents.policy().token(), "token", problems);
        documents.tenants().forEach((name, tenant) -> {
            if (tenant.token() instanceof Setting.Value<TokenDocument> own) {
                needsStore(own.value(), "tenants." + name + ".token", problems);
            }
        });
    }

    private static void needsStore(@Nullable TokenDocument token, String path, Problems problems) {
        OpaqueTokenDocument opaque = token == null ? null : token.opaque();
        if (opaque != null && opaque.store() != null) {
            problems.add(
                    opaque.origin(),
                    path + ".opaque.store",
                    "tokens in a store",
                    "token-store in the gateway's configuration, or introspection");
        }
    }

    /**
     * Adds a problem for every service whose hosts are to be secured in a way that nobody has said.
     *
     * @param known the names of those in {@code upstream-tls}
     */
    public static void checkUpstreamTls(RegistryDocuments documents, Set<String> known, Problems problems) {
        documents.services().forEach((name, service) -> {
            String way = service.upstreamTls();
            if (way != null && !known.contains(way)) {
                problems.add(
                        service.origin(),
                        "services." + name + ".upstream-tls",
                        way,
                        known.isEmpty()
                                ? "an entry with this name under upstream-tls in the gateway's configuration"
                                : "one of " + String.join(", ", new TreeSet<>(known))
                                        + ", the names under upstream-tls in the gateway's configuration");
            }
        });
    }

    /** Warns of each key that has expired by this time and is not revoked. A gateway that runs says so itself, each day. */
    public static void warnOfExpiredKeys(RegistryDocuments documents, Instant now, Problems problems) {
        KeyLocation.forEach(documents, location -> {
            Instant expires = location.key().expires();
            if (expires != null && !expires.isAfter(now) && !location.key().revoked()) {
                problems.warn(new Notice(
                        location.key().origin(),
                        location.path() + ".expires",
                        expires.toString(),
                        "the key has expired and is refused"));
            }
        });
    }
}
