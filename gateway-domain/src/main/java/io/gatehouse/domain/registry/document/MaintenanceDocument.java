package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.document.Range;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Takes something out of use, with a message for its callers. */
public record MaintenanceDocument(
        @Described("Whether it is out of use.") boolean on,

        @Described("The status that callers get.") @Default("503") @Range(min = 400, max = 599)
        int status,

        @Described("The text that callers get.") @Default("Down for maintenance")
        String message,

        @Described("When callers are told to try again.") @Nullable
        Duration retryAfter,

        Origin origin) {}
