package io.gatehouse.app.configuration;

/** What happens to addresses that no database knows. */
public enum UnknownAddress {
    ALLOW,
    DENY
}
