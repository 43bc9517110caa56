package io.gatehouse.domain.rejection;

import java.util.Locale;

/**
 * The catalogue of refusals: each way in which the gateway says no, with what a client may know of it.
 *
 * <p>{@link #code()} and {@link #number()} are stable: clients and alerts depend on them. A number below 1000 is the one
 * that the SOAJS catalogue gives to the same refusal; ours start at 1000.
 */
public enum Rejection {
    MALFORMED_REQUEST(1000, 400, Fault.CLIENT, "The request is not well-formed HTTP"),
    AMBIGUOUS_PATH(1001, 400, Fault.CLIENT, "The request path can be read in more than one way"),
    METHOD_NOT_SUPPORTED(1002, 405, Fault.CLIENT, "The gateway does not forward this method"),
    BODY_TOO_LARGE(1003, 413, Fault.CLIENT, "The request body is larger than allowed"),
    REQUEST_TIMEOUT(1004, 408, Fault.CLIENT, "The request did not arrive in time"),
    TARGET_TOO_LONG(1005, 414, Fault.CLIENT, "The request target is longer than allowed"),
    HEAD_TOO_LARGE(1006, 431, Fault.CLIENT, "The request head is larger than allowed"),
    HTTP_VERSION_NOT_SUPPORTED(1007, 505, Fault.CLIENT, "The gateway speaks HTTP/1.0 and HTTP/1.1 here"),
    EXPECTATION_FAILED(1008, 417, Fault.CLIENT, "The only expectation that can be met is 100-continue"),
    SERVICE_UNKNOWN(1010, 404, Fault.CLIENT, "There is no such service"),
    VERSION_UNKNOWN(1011, 404, Fault.CLIENT, "The service has no such version"),
    METHOD_NOT_ALLOWED(1012, 405, Fault.CLIENT, "The service does not allow this method"),
    OVERLOADED(1020, 503, Fault.GATEWAY, "The gateway is at its limit of concurrent requests"),
    SHUTTING_DOWN(1021, 503, Fault.GATEWAY, "The gateway is shutting down"),
    INTERNAL_ERROR(1022, 500, Fault.GATEWAY, "The gateway failed to process the request"),
    NO_HEALTHY_HOST(1030, 503, Fault.UPSTREAM, "No host of the service is available"),
    UPSTREAM_BUSY(1031, 503, Fault.UPSTREAM, "All connections to the service are in use"),
    UPSTREAM_UNREACHABLE(1032, 502, Fault.UPSTREAM, "The service could not be reached"),
    UPSTREAM_BAD_ANSWER(1033, 502, Fault.UPSTREAM, "The service gave no valid response"),
    UPSTREAM_TIMEOUT(1034, 504, Fault.UPSTREAM, "The service did not answer in time"),
    CIRCUIT_OPEN(1035, 503, Fault.UPSTREAM, "The service fails and is not called for a while"),
    SERVICE_AT_LIMIT(1036, 503, Fault.UPSTREAM, "The service has as many requests in flight as it takes"),
    HOSTS_AT_LIMIT(1037, 503, Fault.UPSTREAM, "Each host of the service has as many requests in flight as it takes"),
    TENANT_AT_LINE_LIMIT(1038, 429, Fault.CLIENT, "Too many requests of the tenant wait for the service"),
    NOT_KEPT(1039, 504, Fault.CLIENT, "No response is kept, and the request wants no other"),
    ADDRESS_BANNED(1050, 403, Fault.CLIENT, "Requests from this address are refused"),
    ORIGIN_NOT_ALLOWED(1051, 403, Fault.CLIENT, "Pages of this origin may not call"),
    /** Sent with the status, the message and the Retry-After that the configuration gives. */
    MAINTENANCE(1052, 503, Fault.GATEWAY, "Down for maintenance"),
    KEY_MISSING(1060, 401, Fault.CLIENT, "A key is required"),
    KEY_UNKNOWN(148, 401, Fault.CLIENT, "The key is not valid"),
    KEY_REVOKED(1061, 401, Fault.CLIENT, "The key has been revoked"),
    KEY_EXPIRED(1062, 401, Fault.CLIENT, "The key has expired"),
    KEY_WRONG_ENVIRONMENT(144, 401, Fault.CLIENT, "The key is not valid in this environment"),
    CREDENTIALS_MISSING(1063, 401, Fault.CLIENT, "A key or a token is required"),
    TOKEN_MISSING(1064, 401, Fault.CLIENT, "A token is required"),
    TOKEN_INVALID(143, 401, Fault.CLIENT, "The token is not valid"),
    TOKEN_UNVERIFIABLE(1065, 503, Fault.UPSTREAM, "The token cannot be verified at the moment"),
    ISSUER_BUSY(1067, 503, Fault.UPSTREAM, "Too many tokens wait for the identity provider"),
    TOKEN_STORE_BUSY(1068, 503, Fault.GATEWAY, "Too many tokens are being looked up"),
    USER_UNKNOWN(146, 401, Fault.CLIENT, "The user of the token has no access"),
    PIN_REQUIRED(145, 401, Fault.CLIENT, "The user has to log in with a PIN"),
    ENVIRONMENT_NOT_ALLOWED(137, 403, Fault.CLIENT, "The tenant has no key for that environment"),
    ENVIRONMENT_UNKNOWN(207, 404, Fault.CLIENT, "There is no such environment"),
    ENVIRONMENT_UNREACHABLE(208, 500, Fault.GATEWAY, "It is not known where that environment is"),
    PROXY_TARGET_MISSING(139, 400, Fault.CLIENT, "No target is named that calls can be handed on to"),
    ROAMING_NOT_ALLOWED(165, 403, Fault.CLIENT, "Users may not roam from this address"),
    ROAMING_TENANT_UNKNOWN(170, 403, Fault.CLIENT, "Nothing is known of where the user roams from"),
    SERVICE_NOT_GRANTED(154, 403, Fault.CLIENT, "The caller has no access to this service or version"),
    ADDRESS_NOT_ALLOWED(155, 403, Fault.CLIENT, "The key may not be used from this address"),
    COUNTRY_NOT_ALLOWED(1066, 403, Fault.CLIENT, "The key may not be used from this country"),
    DEVICE_NOT_ALLOWED(156, 403, Fault.CLIENT, "The key may not be used with this device"),
    CERTIFICATE_REQUIRED(1090, 403, Fault.CLIENT, "A client certificate is required"),
    CERTIFICATE_NOT_ALLOWED(1091, 403, Fault.CLIENT, "The key may not be used with this client certificate"),
    SERVICE_GROUP_REQUIRED(157, 403, Fault.CLIENT, "The user is in none of the groups that the service is for"),
    SERVICE_LOGIN_REQUIRED(158, 401, Fault.CLIENT, "The service is for logged-in users"),
    API_NOT_GRANTED(159, 403, Fault.CLIENT, "The caller has no access to this API"),
    API_GROUP_REQUIRED(160, 403, Fault.CLIENT, "The user is in none of the groups that this API is for"),
    API_LOGIN_REQUIRED(161, 401, Fault.CLIENT, "This API is for logged-in users"),
    TOO_MANY_REQUESTS(1070, 429, Fault.CLIENT, "Rate limit exceeded"),
    TENANT_AT_LIMIT(1072, 429, Fault.CLIENT, "The tenant has too many requests in flight"),
    QUOTA_UNAVAILABLE(1071, 503, Fault.GATEWAY, "The request cannot be counted at the moment"),
    COUNTER_STORE_BUSY(1073, 503, Fault.GATEWAY, "Too many requests are being counted"),
    PROCESSOR_SHARE_USED(1074, 429, Fault.CLIENT, "Too many requests of the tenant wait to be checked"),
    IDEMPOTENCY_CONFLICT(1080, 409, Fault.CLIENT, "The call with this key has been made"),
    IDEMPOTENCY_KEY_REUSED(1081, 422, Fault.CLIENT, "The key was used for another request"),
    IDEMPOTENCY_UNAVAILABLE(1082, 503, Fault.GATEWAY, "It cannot be known whether the call has been made"),
    /** Ends what is under way already: a body is answered with it, what has been answered is closed or cut off. */
    ACCESS_REVOKED(1069, 403, Fault.CLIENT, "Access was revoked while the request was under way"),
    /** Never sent: the client went away before it could be answered. Status 499 appears in logs and metrics only. */
    CLIENT_GONE(1040, 499, Fault.CLIENT, "The client closed the connection");

    private final String code;
    private final int number;
    private final int status;
    private final Fault fault;
    private final String safeMessage;

    Rejection(int number, int status, Fault fault, String safeMessage) {
        this.code = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.number = number;
        this.status = status;
        this.fault = fault;
        this.safeMessage = safeMessage;
    }

    /** The stable name, such as {@code service-unknown}. */
    public String code() {
        return code;
    }

    /** The stable number, for clients that read the SOAJS envelope. */
    public int number() {
        return number;
    }

    /** The HTTP status of the response. */
    public int status() {
        return status;
    }

    /** Who has to change something. */
    public Fault fault() {
        return fault;
    }

    /** What a client may read; says nothing about the inside of the gateway. */
    public String safeMessage() {
        return safeMessage;
    }

    /** Where the code is explained, relative to the documentation's root. */
    public String documentation() {
        return "errors.md#" + code;
    }
}
