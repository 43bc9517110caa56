package io.gatehouse.app.configuration;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.OrOff;
import io.gatehouse.domain.document.Percentage;
import io.gatehouse.domain.document.Range;
import io.gatehouse.domain.document.Size;
import org.jspecify.annotations.Nullable;

/** What a single client, or all together, may take. */
public record LimitsConfiguration(
        @Described("The largest request body.") @Default("10MB")
        Size maxBodySize,

        @Described("The largest request head: request line and headers together.") @Default("32KB")
        Size maxHeaderSize,

        @Described("The largest token that is looked at; without it, any that a request head may hold.") @Nullable
        Size maxTokenSize,

        @Described("Open connections at a time.") @Default("10000") @Range(min = 1, max = 1000000)
        int maxConnections,

        @Described("The same of one address.") @OrOff @Range(min = 1, max = 1000000) @Nullable
        Integer maxConnectionsPerAddress,

        @Described("Requests at a time; beyond it 503, at once.") @Default("2000") @Range(min = 1, max = 1000000)
        int maxInFlight,

        @Described("The share of these that one tenant may take.") @Default("50%") @OrOff @Nullable
        Percentage maxInFlightPerTenant) {}
