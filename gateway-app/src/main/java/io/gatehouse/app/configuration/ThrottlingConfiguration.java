package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Extensible;
import io.gatehouse.configuration.ExtensionName;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Range;
import io.gatehouse.configuration.Sourced;
import io.gatehouse.http.exchange.QuotaFields;
import java.util.Map;

/** Where throttling counts. */
public record ThrottlingConfiguration(
        @Described("memory: each process for itself; mongo: all processes together.")
        @Default("memory")
        @ExtensionName("throttling")
        String store,

        @Extensible(value = "throttling", inline = true, standing = true)
        Map<String, Sourced<Record>> adapters,

        @Described(
                "The response headers that tell what is left: X-RateLimit-*, the RateLimit fields that the IETF drafts, or both.")
        @Default("x-ratelimit")
        QuotaFields headers,

        @Described(
                "How many leading bits of an IPv6 address a caller is counted by, as he may use every address of his prefix; 128 is the whole address. Also for limits.max-connections-per-address.")
        @Default("64")
        @Range(min = 1, max = 128)
        int ipv6Prefix) {

    public ThrottlingConfiguration {
        if (!adapters.containsKey(store)) {
            throw new MalformedValue(store + " settings, as store is " + store);
        }
    }

    /** The adapter that is used, with its settings. */
    Map<String, Sourced<Record>> used() {
        return Map.of(store, adapters.get(store));
    }
}
