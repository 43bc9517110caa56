package io.gatehouse.security.verdict;

import io.gatehouse.domain.identity.TokenVerdict.Bad;

/** Why tokens are refused, in words that a client may read; none of them repeats anything of a token. */
public final class Refusals {

    public static final Bad MALFORMED = new Bad("the token is malformed");
    public static final Bad TOO_LARGE = new Bad("the token is too large");
    public static final Bad ALGORITHM = new Bad("the token's algorithm is not accepted");
    public static final Bad TYPE = new Bad("the token's type is not accepted");
    public static final Bad EXTENSION = new Bad("the token demands an extension that is not supported");
    public static final Bad UNKNOWN_KEY = new Bad("the token was signed with an unknown key");
    public static final Bad SIGNATURE = new Bad("the token's signature does not match");
    public static final Bad CLAIMS = new Bad("the token's claims cannot be read");
    public static final Bad NO_EXPIRY = new Bad("the token has no expiry");
    public static final Bad TIME = new Bad("the token has an invalid time");
    public static final Bad EXPIRED = new Bad("the token has expired");
    public static final Bad NOT_YET = new Bad("the token is not valid yet");
    public static final Bad FUTURE = new Bad("the token was issued in the future");
    public static final Bad ISSUER = new Bad("the token is not by the accepted issuer");
    public static final Bad AUDIENCE = new Bad("the token is not meant for this audience");
    public static final Bad NO_USER = new Bad("the token names no user");
    public static final Bad INACTIVE = new Bad("the token is not active");

    private Refusals() {}
}
