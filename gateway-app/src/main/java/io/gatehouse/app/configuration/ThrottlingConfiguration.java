package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Range;
import org.jspecify.annotations.Nullable;

/** Where throttling counts. */
public record ThrottlingConfiguration(
        @Described("memory: each process for itself; mongo: all processes together.") @Default("memory")
        ThrottlingStore store,

        @Described("A MongoDB database, for store mongo.") @Nullable
        MongoThrottlingConfiguration mongo,

        @Described(
                "The response headers that tell what is left: X-RateLimit-*, the RateLimit fields that the IETF drafts, or both.")
        @Default("x-ratelimit")
        QuotaHeaders headers,

        @Described(
                "How many leading bits of an IPv6 address a caller is counted by, as he may use every address of his prefix; 128 is the whole address. Also for limits.max-connections-per-address.")
        @Default("64")
        @Range(min = 1, max = 128)
        int ipv6Prefix) {

    public ThrottlingConfiguration {
        if (store == ThrottlingStore.MONGO && mongo == null) {
            throw new MalformedValue("mongo settings, as store is mongo");
        }
    }
}
