package io.gatehouse.app.configuration;

/** How often the store of the counters is asked. */
public enum ThrottlingMode {
    EXACT,
    LEASED
}
