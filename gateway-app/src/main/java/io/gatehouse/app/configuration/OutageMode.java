package io.gatehouse.app.configuration;

/** What is admitted while the store of the counters does not answer. */
public enum OutageMode {
    LOCAL_SHARE,
    OPEN,
    CLOSED
}
