package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.document.Range;
import io.gatehouse.domain.document.Shorthand;

/** One host of a version; its URL alone is enough. */
public record HostDocument(
        @Described("Scheme, name or address, and port.") @Shorthand
        HostUrl url,

        @Described("Its share of the traffic, compared with the other hosts; 0: drained, it gets no new requests.")
        @Default("1")
        @Range(min = 0, max = 100)
        int weight,

        Origin origin) {}
