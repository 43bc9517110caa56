package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Disableable;
import io.gatehouse.http.accesslog.AccessLogFormat;
import org.jspecify.annotations.Nullable;

/** One line for each request, on standard output. */
public record AccessLogConfiguration(
        @Described("The form of a line.") @Default("json") @Disableable @Nullable
        AccessLogFormat format) {}
