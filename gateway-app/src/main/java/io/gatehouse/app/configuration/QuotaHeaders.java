package io.gatehouse.app.configuration;

/** Which response headers tell clients what is left of their limit. */
public enum QuotaHeaders {
    X_RATELIMIT,
    RATELIMIT,
    BOTH
}
