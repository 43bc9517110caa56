package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.http.error.ErrorFormat;

/** The form of refusals. */
public record ErrorsConfiguration(
        @Described("problem: RFC 9457; soajs: the envelope of SOAJS.") @Default("problem")
        ErrorFormat format) {}
