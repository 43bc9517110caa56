package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.KeyPattern;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Matching;
import io.gatehouse.configuration.OrderedMap;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Secret;
import io.gatehouse.configuration.Setting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A key that callers present, and what it is bound to. */
public record KeyDocument(
        @Described("The key itself. Either this or hash.") @Nullable
        Secret value,

        @Described("Its hash, so that no secret lies in the file: sha256: and 64 hex digits.") @Nullable
        KeyHash hash,

        @Described("The environment in which it is valid; without it all.")
        @Matching(value = Name.FORM, expected = Name.EXPECTED)
        @Nullable
        String environment,

        @Described("When it ends.") @Nullable Instant expires,

        @Described("Whether it is withdrawn.") @Default("false")
        boolean revoked,

        @Described("Where it may be used from.") @Nullable AddressRulesDocument addresses,

        @Described("In which countries it may be used; needs geo.database.") @Nullable
        CountryRulesDocument countries,

        @Described("On which continents it may be used; needs geo.database.") @Nullable
        ContinentRulesDocument continents,

        @Described("With which devices it may be used.") @Nullable
        DeviceRulesDocument devices,

        @Described(
                "Hosts of its own, by service (orders) or version (orders:2): there its calls go, instead of to those that"
                        + " all share.")
        @Default({})
        Map<DeploymentReference, List<HostDocument>> hosts,

        @Described("Throttling by service; it wins over the gateway's. off: none for the service.")
        @Default({})
        @KeyPattern(value = Name.FORM, expected = Name.EXPECTED)
        Map<String, Setting<ThrottlingLevelDocument>> throttling,

        Origin origin) {

    public KeyDocument {
        hosts = OrderedMap.copyOf(hosts);
        throttling = OrderedMap.copyOf(throttling);
        if ((value == null) == (hash == null)) {
            throw new MalformedValue("either value or hash");
        }
    }

    /** The hash of the key, however it is written. */
    public KeyHash fingerprint() {
        if (hash != null) {
            return hash;
        }
        return KeyHash.of(Objects.requireNonNull(value));
    }
}
