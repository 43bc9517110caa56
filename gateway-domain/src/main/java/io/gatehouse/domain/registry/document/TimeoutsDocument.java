package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.OrOff;
import io.gatehouse.domain.document.Origin;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long an upstream may take. */
public record TimeoutsDocument(
        @Described("To accept a connection.") @Default("1s") Duration connect,

        @Described("From the request to the head of the answer.") @Default("30s")
        Duration response,

        @Described("Without a byte in either direction.") @Default("60s")
        Duration idle,

        @Described("For the whole exchange; never for upgraded connections.") @OrOff @Nullable
        Duration total,

        Origin origin) {}
