package io.gatehouse.domain.comparison;

/** What a change is about. */
public enum Kind {
    ACCESS,
    KEY,
    TENANT,
    SERVICE,
    ROUTE,
    MAINTENANCE,
    IP_BAN,
    TRUSTED_CLIENTS,
    CORS,
    TOKEN,
    LIMITS,
    ENVIRONMENT
}
