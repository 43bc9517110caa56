package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;

/** One line for each request, on standard output. */
public record AccessLogConfiguration(
        @Described("The form of a line.") @Default("json") AccessLogFormat format) {}
