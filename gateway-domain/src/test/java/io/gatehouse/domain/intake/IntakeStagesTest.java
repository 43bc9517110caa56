package io.gatehouse.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.Permits;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.CanonicalRequest;
import io.gatehouse.domain.request.ClientAddresses;
import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.request.ForwardedHeader;
import io.gatehouse.domain.request.HeaderLines;
import io.gatehouse.domain.request.RequestInfo;
import io.gatehouse.domain.request.TestRequest;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.time.ManualClock;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each stage of intake by itself. */
class IntakeStagesTest {

    private static final String ID = "0af7651916cd43dd8448eb211c80319c";

    private final ManualClock clock = new ManualClock();
    private final IdentifyExchange identify = new IdentifyExchange(
            new ClientAddresses(List.of(AddressRange.parse("10.0.0.0/8")), ForwardedHeader.X_FORWARDED_FOR), clock);
    private final CanonicaliseRequest canonicalise = new CanonicaliseRequest(CredentialNames.DEFAULT);

    @Test
    void takesIdAndAddressOnTrustOnlyFromTrustedPeers() {
        Map<String, List<String>> headers =
                Map.of("x-request-id", List.of(ID), "x-forwarded-for", List.of("192.0.2.7"));
        RequestInfo trusted = identified("10.1.2.3", headers);
        assertThat(trusted.id()).isEqualTo(ID);
        assertThat(trusted.client()).isEqualTo(AddressLiteral.parse("192.0.2.7"));
        assertThat(trusted.origin()).isNotNull();

        RequestInfo stranger = identified("192.0.2.1", headers);
        assertThat(stranger.id()).hasSize(32).isNotEqualTo(ID);
        assertThat(stranger.client()).isEqualTo(AddressLiteral.parse("192.0.2.1"));
        assertThat(stranger.origin()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\tb", "x\"y", "\u00e9"})
    void makesAnIdWhereTheOfferedOneIsUnfit(String offered) {
        assertThat(identified("10.1.2.3", Map.of("x-request-id", List.of(offered)))
                        .id())
                .matches("[0-9a-f]{32}");
        assertThat(identified("10.1.2.3", Map.of("x-request-id", List.of("a".repeat(129))))
                        .id())
                .hasSize(32);
    }

    @Test
    void takesTheTimeOnceAndNeverTheSameIdTwice() {
        RequestInfo one = identified("192.0.2.1", Map.of());
        assertThat(one.startedMillis()).isEqualTo(clock.epochMillis());
        assertThat(one.startedNanos()).isEqualTo(clock.nanoTime());
        assertThat(identified("192.0.2.1", Map.of()).id()).isNotEqualTo(one.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT"})
    void stopsMethodsThatNoGatewayForwards(String method) {
        Refusal refusal = refused(TestRequest.get("/orders").with(method));
        assertThat(refusal.rejection()).isEqualTo(Rejection.METHOD_NOT_SUPPORTED);
        assertThat(refusal.headers().get("Allow")).contains("GET").doesNotContain(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/%2e%2e/b", "/a/../b", "/a/%zz", "/a%00b", "/a\\b", "orders"})
    void stopsPathsThatCanBeReadInMoreThanOneWay(String path) {
        Refusal refusal = refused(TestRequest.get(path));
        assertThat(refusal.rejection()).isEqualTo(Rejection.AMBIGUOUS_PATH);
        assertThat(refusal.detail()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a#b", "a\u0001", "\u00e9"})
    void stopsQueriesThatNoTargetCanHold(String query) {
        assertThat(refused(request(query, Map.of())).rejection()).isEqualTo(Rejection.MALFORMED_REQUEST);
    }

    @Test
    void handsOnAQueryAsUpstreamsMayHaveIt() {
        assertThat(canonical(request("q=50%&x=a|b&key=k1", Map.of())).query()).isEqualTo("q=50%&x=a%7Cb");
    }

    @ParameterizedTest
    @CsvSource({"Shop.Example:8080, shop.example", "shop.example., shop.example", "[::1]:80, ::1", "'', ''"})
    void readsTheHostAskedFor(String authority, String host) {
        assertThat(canonical(TestRequest.get("/orders").to(authority)).host()).isEqualTo(host);
    }

    @Test
    void collectsEveryCredentialOnceWhereverItStands() {
        CanonicalRequest request = canonical(request(
                "key=k1&page=2&access_token=t3",
                Map.of(
                        "key", List.of("k1"),
                        "x-api-key", List.of("k2"),
                        "authorization", List.of("bEaReR  t1 ", "Basic abc"),
                        "access_token", List.of("t2", "t1"))));
        assertThat(request.credentials().keys()).containsExactly("k1", "k2");
        assertThat(request.credentials().tokens()).containsExactlyInAnyOrder("t1", "t2", "t3");
        assertThat(request.query()).as("credentials are not handed on").isEqualTo("page=2");
        assertThat(request.credentials().toString()).doesNotContain("k1").doesNotContain("t1");
    }

    @Test
    void findsNoCredentialsWhereThereAreNone() {
        CanonicalRequest request =
                canonical(request("a=b", Map.of("authorization", List.of("Basic abc"), "cookie", List.of("key=k1"))));
        assertThat(request.credentials().keys()).isEmpty();
        assertThat(request.credentials().tokens()).isEmpty();
        assertThat(request.query()).isEqualTo("a=b");
    }

    private static TestRequest request(String query, Map<String, List<String>> headers) {
        return new TestRequest(
                "GET",
                "/orders",
                query,
                "gateway.example",
                false,
                InetAddress.getLoopbackAddress(),
                new HeaderLines(headers));
    }

    private RequestInfo identified(String peer, Map<String, List<String>> headers) {
        return proceeds(identify, TestRequest.get("/orders").from(AddressLiteral.parse(peer), new HeaderLines(headers)))
                .exchange();
    }

    private CanonicalRequest canonical(TestRequest request) {
        return proceeds(canonicalise, request).request();
    }

    private Refusal refused(TestRequest request) {
        Decision decision = canonicalise.decide(begin(request));
        assertThat(decision).isInstanceOf(Decision.Reject.class);
        return ((Decision.Reject) decision).refusal();
    }

    private static RequestState proceeds(RequestStage stage, TestRequest request) {
        Decision decision = stage.decide(begin(request));
        assertThat(decision).isInstanceOf(Decision.Continue.class);
        return ((Decision.Continue) decision).state();
    }

    private static RequestState begin(TestRequest request) {
        return RequestState.begin(request, TestServices.snapshot(new Services(List.of(), List.of())), new Permits());
    }
}
