package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;

/** How refusals are told. */
public record ErrorsConfiguration(
        @Described("problem: RFC 9457; soajs: the envelope of SOAJS.") @Default("problem")
        ErrorFormat format) {}
