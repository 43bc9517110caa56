package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.ListOrExtension;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Range;
import io.gatehouse.configuration.Shorthand;
import org.jspecify.annotations.Nullable;

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

    /** Where hosts are written: the first of a list, or what a discovery is asked; null for an empty list. */
    public static @Nullable Origin originOf(ListOrExtension<HostDocument> hosts) {
        if (hosts instanceof ListOrExtension.Extension<HostDocument> asked) {
            return asked.origin();
        }
        return hosts.items().isEmpty() ? null : hosts.items().get(0).origin();
    }
}
