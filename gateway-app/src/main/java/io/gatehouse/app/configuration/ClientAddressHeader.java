package io.gatehouse.app.configuration;

/** The header in which trusted proxies say who the client is. */
public enum ClientAddressHeader {
    X_FORWARDED_FOR,
    FORWARDED
}
