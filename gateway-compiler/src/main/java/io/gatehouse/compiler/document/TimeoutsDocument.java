package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Disableable;
import io.gatehouse.configuration.Origin;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long an upstream may take. */
public record TimeoutsDocument(
        @Described("To accept a connection.") @Default("1s") Duration connect,

        @Described("From the request to the head of the answer.") @Default("30s")
        Duration response,

        @Described("Without a byte in either direction.") @Default("60s")
        Duration idle,

        @Described("For the whole exchange; never for upgraded connections.") @Disableable @Nullable
        Duration total,

        Origin origin) {}
