package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Size;

/** That responses are kept in memory, to be given again as they allow. */
public record CacheDocument(
        @Described("The largest body that is kept.") @Default("1MB")
        Size maxEntry,

        @Described("Whether responses say in Cache-Status what the cache did.") @Default("false")
        boolean cacheStatus,

        Origin origin) {

    private static final long LARGEST = 16L << 20;

    public CacheDocument {
        if (maxEntry.bytes() > LARGEST) {
            throw new MalformedValue("max-entry up to 16MB");
        }
    }
}
