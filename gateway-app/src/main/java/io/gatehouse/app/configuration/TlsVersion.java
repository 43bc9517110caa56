package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Key;

/** A version of TLS. */
public enum TlsVersion {
    @Key("1.2")
    V1_2,
    @Key("1.3")
    V1_3
}
