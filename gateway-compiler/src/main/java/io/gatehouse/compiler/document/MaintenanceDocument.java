package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Range;
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
