package io.gatehouse.http.exchange;

import io.gatehouse.domain.identity.DeclaredIssuer;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.pipeline.SourceRules;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.tenancy.ApiKey;
import org.jspecify.annotations.Nullable;

/**
 * A refusal as the SOAJS controller puts it, whose clients go by its codes and statuses. What it has no code for keeps ours.
 *
 * <p>Source of the codes: the controller's catalogue, and for tokens that of the OAuth server that it uses.
 *
 * @param status the HTTP status
 * @param code the number of the code
 * @param message what the client may read
 */
record SoajsError(int status, int code, String message) {

    private static final String ROOT = "/";
    private static final int TOKEN_MISSING = 400;
    private static final int TOKEN_INVALID = 401;

    /** The refusal of an exchange. */
    static SoajsError of(GatewayExchange exchange, Refusal refusal) {
        boolean atRoot = refusal.rejection() == Rejection.SERVICE_UNKNOWN && ROOT.equals(exchange.rawPath());
        return atRoot
                ? new SoajsError(200, 136, "Hello I am here! what do you want me to do!")
                : of(refusal, canLogIn(exchange.state()), tokensAreSigned(exchange.state()));
    }

    /** Whether tokens of the caller are JSON Web Tokens, of which the controller says one thing, whatever is wrong. */
    private static boolean tokensAreSigned(@Nullable RequestState state) {
        if (state == null) {
            return false;
        }
        ApiKey key = state.caller().key();
        if (key != null) {
            return key.issuer() instanceof TokenIssuer.Signed;
        }
        DeclaredIssuer gateway = state.snapshot().policy().issuer();
        return gateway != null && gateway.settings() instanceof TokenIssuer.Signed;
    }

    /** Whether a token would help: the controller reads none for services that do not say so. */
    private static boolean canLogIn(@Nullable RequestState state) {
        if (state == null || !(state.snapshot().details() instanceof SourceRules rules)) {
            return true;
        }
        ServiceVersion version = state.knownVersion();
        return version == null || rules.admitsUsers(version.key());
    }

    static SoajsError of(Refusal refusal, boolean canLogIn, boolean signed) {
        SoajsError error = of(refusal, canLogIn);
        boolean ofToken = error.code == TOKEN_MISSING || error.code == TOKEN_INVALID;
        return signed && ofToken ? new SoajsError(500, 143, "invalid_request: Malformed auth header") : error;
    }

    private static SoajsError of(Refusal refusal, boolean canLogIn) {
        return switch (refusal.rejection()) {
            case SERVICE_UNKNOWN -> new SoajsError(404, 130, "Unknown service.");
            case KEY_MISSING -> new SoajsError(403, 132, "A valid key is needed to access any API.");
            case KEY_UNKNOWN, KEY_REVOKED, KEY_EXPIRED ->
                new SoajsError(500, 148, "Unable to load the key information");
            case KEY_WRONG_ENVIRONMENT -> new SoajsError(401, 144, "The provided key is not for this environment");
            case TOKEN_MISSING, CREDENTIALS_MISSING ->
                new SoajsError(400, TOKEN_MISSING, "The access token was not found");
            case TOKEN_INVALID -> new SoajsError(401, TOKEN_INVALID, "The access token provided is invalid.");
            case USER_UNKNOWN -> new SoajsError(401, 146, "Unauthorized to access.");
            case PIN_REQUIRED -> new SoajsError(401, 145, "You need to be logged in with pin to access this System.");
            case SERVICE_NOT_GRANTED, VERSION_UNKNOWN ->
                new SoajsError(401, 154, "Access denied: The service is not available in your current package.");
            case ADDRESS_NOT_ALLOWED, COUNTRY_NOT_ALLOWED -> new SoajsError(403, 155, "Geographic location forbidden");
            case DEVICE_NOT_ALLOWED -> new SoajsError(403, 156, "Device forbidden");
            case SERVICE_GROUP_REQUIRED ->
                new SoajsError(401, 157, "You do not belong to a group with access to this System.");
            case SERVICE_LOGIN_REQUIRED -> login(canLogIn, 158, "You need to be logged in to access this System.");
            case API_LOGIN_REQUIRED -> login(canLogIn, 161, "You need to be logged in to access this API.");
            case API_NOT_GRANTED ->
                new SoajsError(401, 159, "System api access is restricted. api is not in provision.");
            case API_GROUP_REQUIRED ->
                new SoajsError(401, 160, "You do not belong to a group with access to this system API.");
            case NO_HEALTHY_HOST ->
                new SoajsError(504, 133, "The service you are trying to reach is not reachable at this moment.");
            case UPSTREAM_TIMEOUT ->
                new SoajsError(504, 134, "All requests to the service you are trying to reach are timing out.");
            case UPSTREAM_UNREACHABLE, UPSTREAM_BAD_ANSWER ->
                new SoajsError(503, 135, "Error occurred while redirecting your request to the service");
            case ENVIRONMENT_NOT_ALLOWED -> new SoajsError(401, 137, "Access Forbidden to requested environment");
            case ENVIRONMENT_UNKNOWN ->
                new SoajsError(500, 207, "Unable to load provisioned information for the provided env code");
            case ENVIRONMENT_UNREACHABLE ->
                new SoajsError(500, 208, "Protocol, Domain and Port are needed, make sure they are set at registry");
            case PROXY_TARGET_MISSING -> new SoajsError(501, 139, "Invalid or no Remote service requested.");
            case ROAMING_NOT_ALLOWED -> new SoajsError(500, 165, "Roaming: Unable to login roamed user!");
            case ROAMING_TENANT_UNKNOWN -> new SoajsError(500, 170, "Roaming: Unable to load registry for roam to env");
            default -> other(refusal);
        };
    }

    private static SoajsError login(boolean canLogIn, int code, String message) {
        return canLogIn
                ? new SoajsError(400, TOKEN_MISSING, "The access token was not found")
                : new SoajsError(401, code, message);
    }

    private static SoajsError other(Refusal refusal) {
        String detail = refusal.detail();
        return new SoajsError(
                refusal.status(),
                refusal.rejection().number(),
                detail == null ? refusal.rejection().safeMessage() : detail);
    }
}
