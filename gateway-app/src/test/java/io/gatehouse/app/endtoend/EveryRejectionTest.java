package io.gatehouse.app.endtoend;

import static io.gatehouse.domain.rejection.Rejection.*;
import static io.gatehouse.domain.rejection.Rejection.ENVIRONMENT_NOT_ALLOWED;
import static io.gatehouse.domain.rejection.Rejection.ENVIRONMENT_UNKNOWN;
import static io.gatehouse.domain.rejection.Rejection.ENVIRONMENT_UNREACHABLE;
import static io.gatehouse.domain.rejection.Rejection.PIN_REQUIRED;
import static io.gatehouse.domain.rejection.Rejection.PROXY_TARGET_MISSING;
import static io.gatehouse.domain.rejection.Rejection.ROAMING_NOT_ALLOWED;
import static io.gatehouse.domain.rejection.Rejection.ROAMING_TENANT_UNKNOWN;
import static io.gatehouse.domain.rejection.Rejection.USER_UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Rejection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every code of the catalogue is provoked over a real socket, by a case of this table or by the test that it names. */
class EveryRejectionTest {

    private static final String KEY = "key: web-key";
    private static final String FORGED = "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30.AAAA";
    private static final String FAR =
            "Authorization: Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6Im9uZSJ9.eyJzdWIiOiJhZGEiLCJleHAiOjQxMDI0NDQ4MDB9."
                    + "A".repeat(342);
    private static final String GUEST = "Authorization: Bearer " + SignedToken.of("ada", "guest");

    private record Case(Rejection rejection, String request, List<String> headers) {}

    private static final List<Case> CASES = List.of(
            on(MALFORMED_REQUEST, "POST /open", "Transfer-Encoding: gzip, chunked"),
            on(AMBIGUOUS_PATH, "GET /open/../orders"),
            on(METHOD_NOT_SUPPORTED, "TRACE /open"),
            on(BODY_TOO_LARGE, "POST /open", "Content-Length: 1025"),
            on(SERVICE_UNKNOWN, "GET /nobody"),
            on(VERSION_UNKNOWN, "GET /open/v9/"),
            on(METHOD_NOT_ALLOWED, "DELETE /open"),
            on(NO_HEALTHY_HOST, "GET /sick"),
            on(UPSTREAM_UNREACHABLE, "GET /gone"),
            on(UPSTREAM_BAD_ANSWER, "POST /rude"),
            on(UPSTREAM_TIMEOUT, "GET /slow"),
            on(CIRCUIT_OPEN, "GET /broken"),
            on(ADDRESS_BANNED, "GET /open", "X-Forwarded-For: 203.0.113.7"),
            on(ORIGIN_NOT_ALLOWED, "OPTIONS /open", "Origin: https://evil", "Access-Control-Request-Method: GET"),
            on(MAINTENANCE, "GET /closed"),
            on(KEY_MISSING, "GET /orders/v1/items"),
            on(KEY_UNKNOWN, "GET /orders/v1/items", "key: no-key"),
            on(KEY_REVOKED, "GET /orders/v1/items", "key: lost-key"),
            on(KEY_EXPIRED, "GET /orders/v1/items", "key: old-key"),
            on(KEY_WRONG_ENVIRONMENT, "GET /orders/v1/items", "key: live-key"),
            on(CREDENTIALS_MISSING, "GET /orders/v3/items"),
            on(TOKEN_MISSING, "GET /orders/v2/items", KEY),
            on(TOKEN_INVALID, "GET /orders/v2/items", KEY, FORGED),
            on(TOKEN_UNVERIFIABLE, "GET /orders/v2/items", "key: far-key", FAR),
            on(SERVICE_NOT_GRANTED, "GET /ledger", KEY),
            on(ADDRESS_NOT_ALLOWED, "GET /orders/v1/items", "key: office-key"),
            on(COUNTRY_NOT_ALLOWED, "GET /orders/v1/items", "key: home-key", "X-Forwarded-For: 198.51.100.9"),
            on(COUNTRY_NOT_ALLOWED, "GET /orders/v1/items", "key: home-key"),
            on(DEVICE_NOT_ALLOWED, "GET /orders/v1/items", "key: phone-key", "User-Agent: curl/8.5.0"),
            on(CERTIFICATE_REQUIRED, "GET /sealed"),
            on(CERTIFICATE_NOT_ALLOWED, "GET /orders/v1/items", "key: batch-key"),
            on(SERVICE_LOGIN_REQUIRED, "GET /payments", KEY),
            on(SERVICE_GROUP_REQUIRED, "GET /payments", KEY, GUEST),
            on(TOO_MANY_REQUESTS, "GET /rare"),
            on(TENANT_AT_LIMIT, "GET /still", "key: busy-key"),
            on(API_NOT_GRANTED, "GET /orders/v1/secrets", KEY),
            on(API_LOGIN_REQUIRED, "GET /orders/v1/mine", KEY),
            on(API_GROUP_REQUIRED, "GET /orders/v1/reports", KEY, GUEST));

    /** Another test over real sockets, of the HTTP adapter unless its name has a path, and why it is there. */
    private record Elsewhere(String test, String why) {}

    private static final String END_TO_END =
            "../../../../../../../gateway-app/src/test/java/io/gatehouse/app/endtoend/";

    private static final Elsewhere OF_SOAJS =
            new Elsewhere(END_TO_END + "SoajsRequestsTest", "takes an installation of SOAJS");

    private static final Map<Rejection, Elsewhere> ELSEWHERE = Map.ofEntries(
            Map.entry(
                    REQUEST_TIMEOUT,
                    new Elsewhere("BodyLimitTest", "how long a body may rest is not configured, and long")),
            Map.entry(OVERLOADED, new Elsewhere("ServerLimitsTest", "other requests have to be held in flight")),
            Map.entry(INTERNAL_ERROR, new Elsewhere("BlockingStageTest", "takes a stage with a defect")),
            Map.entry(COUNTER_STORE_BUSY, new Elsewhere("BlockingStageTest", "takes a store that hangs")),
            Map.entry(PROCESSOR_SHARE_USED, new Elsewhere("ProcessorWorkTest", "takes work that does not end")),
            Map.entry(
                    ISSUER_BUSY,
                    new Elsewhere(END_TO_END + "NeighboursTest", "takes a crowd and an issuer that hangs")),
            Map.entry(
                    TOKEN_STORE_BUSY,
                    new Elsewhere(END_TO_END + "NeighboursTest", "takes a crowd and a store that hangs")),
            Map.entry(
                    SERVICE_AT_LIMIT,
                    new Elsewhere(END_TO_END + "ConcurrencyTest", "other requests have to be held in flight")),
            Map.entry(
                    HOSTS_AT_LIMIT,
                    new Elsewhere(END_TO_END + "ConcurrencyTest", "other requests have to be held in flight")),
            Map.entry(
                    TENANT_AT_LINE_LIMIT, new Elsewhere(END_TO_END + "ConcurrencyTest", "other requests have to wait")),
            Map.entry(
                    UPSTREAM_BUSY,
                    new Elsewhere("UpstreamFailureTest", "the size of a pool is not configured, and large")),
            Map.entry(
                    QUOTA_UNAVAILABLE,
                    new Elsewhere(END_TO_END + "SharedThrottlingTest", "takes a store that goes away")),
            Map.entry(NOT_KEPT, new Elsewhere("CacheTest", "takes a service with a cache")),
            Map.entry(IDEMPOTENCY_CONFLICT, new Elsewhere("IdempotencyTest", "takes a call that is under way")),
            Map.entry(IDEMPOTENCY_KEY_REUSED, new Elsewhere("IdempotencyTest", "takes two calls")),
            Map.entry(
                    IDEMPOTENCY_UNAVAILABLE,
                    new Elsewhere(END_TO_END + "IdempotencyOverAStoreTest", "takes a store that goes away")),
            Map.entry(ACCESS_REVOKED, new Elsewhere("RevocationTest", "the registry has to change meanwhile")),
            Map.entry(USER_UNKNOWN, OF_SOAJS),
            Map.entry(PIN_REQUIRED, OF_SOAJS),
            Map.entry(ENVIRONMENT_NOT_ALLOWED, OF_SOAJS),
            Map.entry(ENVIRONMENT_UNKNOWN, OF_SOAJS),
            Map.entry(ENVIRONMENT_UNREACHABLE, OF_SOAJS),
            Map.entry(PROXY_TARGET_MISSING, OF_SOAJS),
            Map.entry(ROAMING_NOT_ALLOWED, OF_SOAJS),
            Map.entry(ROAMING_TENANT_UNKNOWN, OF_SOAJS),
            Map.entry(CLIENT_GONE, new Elsewhere("ClientGoneTest", "is never sent, only recorded")));

    /** Reserved: while stopping, what comes on open connections is still served, and no new one is taken. The others are to come. */
    private static final Set<Rejection> SENT_BY_NOBODY =
            Set.of(SHUTTING_DOWN, TARGET_TOO_LONG, HEAD_TOO_LARGE, HTTP_VERSION_NOT_SUPPORTED, EXPECTATION_FAILED);

    @TempDir
    private static Path folder;

    private static RefusingGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RefusingGateway.start(folder);
        Eventually.logged(
                "the sick host is noticed",
                () -> gateway.answer("GET /sick", List.of()).contains(NO_HEALTHY_HOST.code()));
    }

    @BeforeAll
    static void takeWhatIsLimited() throws Exception {
        assertThat(gateway.answer("GET /rare", List.of())).startsWith("HTTP/1.1 200 ");
        assertThat(gateway.answer("GET /broken", List.of())).startsWith("HTTP/1.1 502 ");
        gateway.hold(3, "GET /still", "key: busy-key");
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void isAnsweredWithItsCode(Case one) throws Exception {
        Rejection rejection = one.rejection();

        assertThat(gateway.answer(one.request(), one.headers()))
                .startsWith("HTTP/1.1 " + rejection.status() + " ")
                .contains("Content-Type: application/problem+json", "\"code\":\"" + rejection.code() + "\"");
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void isReadableForPagesThatMayCall(Case one) throws Exception {
        var headers = new ArrayList<>(one.headers());
        if (one.rejection() != ORIGIN_NOT_ALLOWED) {
            headers.add("Origin: https://shop.example");
            assertThat(gateway.answer(one.request(), headers))
                    .contains("Access-Control-Allow-Origin: https://shop.example", "Vary: Origin");
        }
    }

    @Test
    void letsPassWhatBreaksNoRule() throws Exception {
        assertThat(gateway.answer("GET /open", List.of())).startsWith("HTTP/1.1 200 ");
        assertThat(gateway.answer("GET /orders/v1/items", List.of("key: home-key", "X-Forwarded-For: 192.0.2.9")))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void noCodeIsLeftOut() {
        Set<Rejection> proven = EnumSet.copyOf(ELSEWHERE.keySet());
        proven.addAll(SENT_BY_NOBODY);
        CASES.forEach(one -> proven.add(one.rejection()));

        assertThat(Rejection.values())
                .as("a new code needs a case here, or a test of the HTTP adapter and the reason why it is there")
                .allMatch(proven::contains);
    }

    @ParameterizedTest
    @FieldSource("PROVEN_ELSEWHERE")
    void theTestElsewhereIsStillThere(Map.Entry<Rejection, Elsewhere> entry) throws Exception {
        Path source = Path.of(
                "../gateway-adapters-http/src/test/java/io/gatehouse/http/",
                entry.getValue().test() + ".java");

        assertThat(Files.readString(source))
                .as(entry.getValue().why())
                .containsAnyOf(
                        "\\\"" + entry.getKey().code() + "\\\"",
                        "Rejection." + entry.getKey(),
                        "\"" + entry.getKey() + "\"");
    }

    @SuppressWarnings("unused") // read by the test above
    private static final Set<Map.Entry<Rejection, Elsewhere>> PROVEN_ELSEWHERE = ELSEWHERE.entrySet();

    private static Case on(Rejection rejection, String request, String... headers) {
        return new Case(rejection, request, List.of(headers));
    }
}
