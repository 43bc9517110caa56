package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Disableable;
import io.gatehouse.configuration.Percentage;
import io.gatehouse.configuration.Range;
import io.gatehouse.configuration.Size;
import org.jspecify.annotations.Nullable;

/** What a single client, or all together, may take. */
public record LimitsConfiguration(
        @Described("The largest request body.") @Default("10MB")
        Size maxBodySize,

        @Described("The largest request head: request line and headers together.") @Default("32KB")
        Size maxHeaderSize,

        @Described("The longest request target, query included; without it, as long as a request head may be.")
        @Nullable
        Size maxTargetSize,

        @Described("Header lines of a request.") @Default("100") @Range(min = 1, max = 10000)
        int maxHeaders,

        @Described("Parameters in the query of a request.") @Default("1000") @Range(min = 1, max = 100000)
        int maxQueryParameters,

        @Described("The largest token that is looked at; without it, any that a request head may hold.") @Nullable
        Size maxTokenSize,

        @Described("Open connections at a time; fewer where the process may not open so many files.")
        @Default("10000")
        @Range(min = 1, max = 1000000)
        int maxConnections,

        @Described(
                "The same of one address, or the share of these that it may take; trusted-proxies are exempt, as they carry many clients.")
        @Default("10%")
        @Disableable
        @Nullable
        Portion maxConnectionsPerAddress,

        @Described("TLS handshakes of one address that are under way; trusted-proxies are exempt as above.")
        @Default("100")
        @Range(min = 1, max = 1000000)
        @Disableable
        @Nullable
        Integer maxHandshakesPerAddress,

        @Described("Requests at a time, fewer as above; beyond it 503, at once.")
        @Default("2000")
        @Range(min = 1, max = 1000000)
        int maxInFlight,

        @Described(
                "The share of these that one tenant may take, also of the quarter of them that may wait for a limit; callers without a key are one tenant together.")
        @Default("50%")
        @Disableable
        @Nullable
        Percentage maxInFlightPerTenant) {}
