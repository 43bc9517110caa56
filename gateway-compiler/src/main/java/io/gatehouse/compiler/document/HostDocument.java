package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Range;
import io.gatehouse.configuration.Shorthand;

/** One host of a version; its URL alone is enough. */
public record HostDocument(
        @Described("Scheme, name or address, and port.") @Shorthand
        HostUrl url,

        @Described("Its share of the traffic, compared with the other hosts; 0: drained, it gets no new requests.")
        @Default("1")
        @Range(min = 0, max = 100)
        int weight,

        Origin origin) {

    /** The section of extensions that find hosts out. */
    public static final String DISCOVERY = "discovery";
}
