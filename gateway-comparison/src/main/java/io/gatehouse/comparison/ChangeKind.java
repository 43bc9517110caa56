package io.gatehouse.comparison;

/** What a change is about. */
public enum ChangeKind {
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
