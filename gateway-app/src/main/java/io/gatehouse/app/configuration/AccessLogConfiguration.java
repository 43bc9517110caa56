package io.gatehouse.app.configuration;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;

/** One line for each request, on standard output. */
public record AccessLogConfiguration(
        @Described("The form of a line.") @Default("json") AccessLogFormat format) {}
