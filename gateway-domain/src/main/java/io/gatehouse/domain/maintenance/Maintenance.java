package io.gatehouse.domain.maintenance;

import io.gatehouse.configuration.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Something is under maintenance.
 *
 * @param status the status that callers get
 * @param message the text that callers get
 * @param retryAfterSeconds when callers should try again; null for not at all
 * @param origin the place in the configuration that declares it
 */
public record Maintenance(
        int status, String message, @Nullable Long retryAfterSeconds, Origin origin) {}
