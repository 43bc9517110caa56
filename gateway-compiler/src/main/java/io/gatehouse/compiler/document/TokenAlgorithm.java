package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Key;

/** A signature algorithm of JSON Web Tokens; its constants are the names of RFC 7518 and RFC 8037. */
public enum TokenAlgorithm {
    @Key("HS256")
    HS256(32),
    @Key("HS384")
    HS384(48),
    @Key("HS512")
    HS512(64),
    @Key("RS256")
    RS256(0),
    @Key("RS384")
    RS384(0),
    @Key("RS512")
    RS512(0),
    @Key("PS256")
    PS256(0),
    @Key("PS384")
    PS384(0),
    @Key("PS512")
    PS512(0),
    @Key("ES256")
    ES256(0),
    @Key("ES384")
    ES384(0),
    @Key("ES512")
    ES512(0),
    @Key("EdDSA")
    EDDSA(0);

    private final int secretBytes;

    TokenAlgorithm(int secretBytes) {
        this.secretBytes = secretBytes;
    }

    /** Whether it signs with a secret that both sides know. */
    public boolean isShared() {
        return secretBytes > 0;
    }

    /** How long a shared secret must be at least; 0 where none is used. */
    public int secretBytes() {
        return secretBytes;
    }
}
