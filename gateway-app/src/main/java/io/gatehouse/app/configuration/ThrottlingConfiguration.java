package io.gatehouse.app.configuration;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.MalformedValue;
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
        QuotaHeaders headers) {

    public ThrottlingConfiguration {
        if (store == ThrottlingStore.MONGO && mongo == null) {
            throw new MalformedValue("mongo settings, as store is mongo");
        }
    }
}
