package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Range;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Puts something under maintenance, with a message for its callers. */
public record MaintenanceDocument(
        @Described("Whether it is under maintenance.") boolean on,

        @Described("The status that callers get.") @Default("503") @Range(min = 400, max = 599)
        int status,

        @Described("The text that callers get.") @Default("Down for maintenance")
        String message,

        @Described("When callers may try again (Retry-After).") @Nullable
        Duration retryAfter,

        Origin origin) {}
