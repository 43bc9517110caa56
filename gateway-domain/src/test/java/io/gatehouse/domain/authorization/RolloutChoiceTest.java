package io.gatehouse.domain.authorization;

import static io.gatehouse.domain.service.TestServices.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Percentage;
import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.gateway.Scenario;
import io.gatehouse.domain.identity.FakeTokens;
import io.gatehouse.domain.identity.TestIssuers;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.pipeline.Outcome;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.HeaderLines;
import io.gatehouse.domain.request.TestRequest;
import io.gatehouse.domain.service.Forwarding;
import io.gatehouse.domain.service.HeaderEdits;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.RequestHeaderEdits;
import io.gatehouse.domain.service.ResponsePolicy;
import io.gatehouse.domain.service.Rollout;
import io.gatehouse.domain.service.Rollout.StickTo;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.Steering;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.TestKeys;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which version a call gets that may get a version that is rolled out. */
class RolloutChoiceTest {

    private static final HostAddress HOST = new HostAddress(false, "127.0.0.1", 9001);
    private static final TokenIssuer ACME = TestIssuers.named("tenant/acme");

    /** Versions 1, 2 and 3, of which 2 is rolled out; the caller is granted some, asks for one or none, and may be marked. */
    @ParameterizedTest
    @CsvSource({
        "1 2 3, 0%,   /orders/x,    ,  1",
        "1 2 3, 100%, /orders/x,    ,  2",
        "1 2 3, 0%,   /orders/x,    1, 2",
        "1 2 3, 0%,   /orders/x,    2, 1",
        "1 2,   0%,   /orders/x,    ,  1",
        "1 2,   100%, /orders/x,    ,  2",
        "1 3,   100%, /orders/x,    1, 3",
        "2 3,   0%,   /orders/x,    ,  3",
        "2 3,   100%, /orders/x,    1, 3",
        "2,     0%,   /orders/x,    ,  2",
        "1,     100%, /orders/x,    1, 1",
        "1 2 3, 100%, /orders/v1/x, 1, 1",
        "1 2 3, 100%, /orders/v3/x, ,  3",
        "1 2 3, 0%,   /orders:2/x,  ,  2",
        ",      0%,   /orders/x,    ,  1",
        ",      100%, /orders/x,    ,  2",
        ",      0%,   /orders/x,    1, 2",
    })
    void settlesTheVersion(
            @Nullable String granted, String share, String path, @Nullable String marked, String expected) {
        Service service = service(share, StickTo.KEY, "1", "2", "3");
        var lines = new TreeMap<String, List<String>>();
        if (marked != null) {
            lines.put("X-Canary", List.of(marked));
        }
        Scenario scenario = Scenario.of(service);
        if (granted != null) {
            scenario.keys(TestKeys.key("k", TestKeys.open("orders", granted.split(" "))));
            lines.put("key", List.of("k"));
        }

        assertThat(version(scenario.outcome(request(path, lines)))).isEqualTo(expected);
    }

    @Test
    void whoIsGrantedNothingIsRefusedAsBefore() {
        Scenario scenario = Scenario.of(service("50%", StickTo.KEY, "1", "2")).keys(TestKeys.key("k", Acl.NOTHING));
        Outcome outcome = scenario.outcome(request("/orders/x", Map.of("key", List.of("k"))));

        assertThat(((Outcome.Refused) outcome).refusal().rejection()).isEqualTo(Rejection.SERVICE_NOT_GRANTED);
    }

    @Test
    void aCallerGetsTheSameVersionEveryTimeAndOthersGetTheOther() {
        var keys = new ApiKey[200];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = TestKeys.key("k" + i, TestKeys.open("orders", "1", "2"));
        }
        Scenario scenario = Scenario.of(service("50%", StickTo.KEY, "1", "2")).keys(keys);
        var seen = new TreeSet<String>();
        for (int i = 0; i < keys.length; i++) {
            TestRequest request = request("/orders/x", Map.of("key", List.of("k" + i)));
            String first = version(scenario.outcome(request));
            assertThat(version(scenario.outcome(request.with("POST")))).isEqualTo(first);
            boolean reached =
                    Rollout.position("orders", ("acme/storefront/k" + i).getBytes(StandardCharsets.UTF_8)) < 0.5;
            assertThat(first).isEqualTo(reached ? "2" : "1");
            seen.add(first);
        }
        assertThat(seen).containsExactly("1", "2");
    }

    @Test
    void allKeysOfATenantGetTheSameIfThatIsWhatCallersAreToldApartBy() {
        var keys = new ApiKey[50];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = TestKeys.key("k" + i, TestKeys.open("orders", "1", "2"));
        }
        Scenario scenario =
                Scenario.of(service("50%", StickTo.TENANT, "1", "2")).keys(keys);
        var seen = new TreeSet<String>();
        for (int i = 0; i < keys.length; i++) {
            seen.add(version(scenario.outcome(request("/orders/x", Map.of("key", List.of("k" + i))))));
        }
        assertThat(seen).hasSize(1);
    }

    /** Also a user whom somebody has to be asked about first. */
    @Test
    void usersAreToldApartBeforeTheVersionIsSettled() {
        var tokens = new FakeTokens();
        for (int i = 0; i < 40; i++) {
            var user = new TokenVerdict.Good(new User("user" + i, Set.of()), 0);
            if (i % 2 == 0) {
                tokens.know(ACME, "token" + i, user);
            } else {
                tokens.learn(ACME, "token" + i, user);
            }
        }
        Scenario scenario = Scenario.of(service("50%", StickTo.USER, "1", "2"))
                .keys(TestKeys.key("k", TestKeys.open("orders", "1", "2"), ACME, null))
                .tokens(tokens);
        var seen = new TreeSet<String>();
        for (int i = 0; i < 40; i++) {
            Outcome outcome = scenario.outcome(
                    request("/orders/x", Map.of("key", List.of("k"), "access_token", List.of("token" + i))));
            boolean reached = Rollout.position("orders", ("user" + i).getBytes(StandardCharsets.UTF_8)) < 0.5;
            assertThat(version(outcome)).as("user%d", i).isEqualTo(reached ? "2" : "1");
            assertThat(outcome.state().userId()).isEqualTo("user" + i);
            seen.add(version(outcome));
        }
        assertThat(seen).containsExactly("1", "2");

        Outcome forged =
                scenario.outcome(request("/orders/x", Map.of("key", List.of("k"), "access_token", List.of("forged"))));
        assertThat(((Outcome.Refused) forged).refusal().rejection()).isEqualTo(Rejection.TOKEN_INVALID);
    }

    @Test
    void callersWithoutAKeyAreToldApartByAddressAndOfIpv6ByTheirPrefix() throws UnknownHostException {
        Scenario scenario = Scenario.of(service("50%", StickTo.KEY, "1", "2"));
        var seen = new TreeSet<String>();
        for (int i = 0; i < 60; i++) {
            TestRequest plain = TestRequest.get("/orders/x");
            InetAddress one = InetAddress.getByName("2001:db8:0:" + i + "::1");
            InetAddress other = InetAddress.getByName("2001:db8:0:" + i + ":9:9:9:9");
            String version = version(scenario.outcome(plain.from(one, HeaderLines.none())));
            assertThat(version(scenario.outcome(plain.from(other, HeaderLines.none()))))
                    .isEqualTo(version);
            seen.add(version);
        }
        assertThat(seen).containsExactly("1", "2");
    }

    private static String version(Outcome outcome) {
        return outcome.state().version().key().version().toString();
    }

    private static TestRequest request(String path, Map<String, List<String>> lines) {
        return TestRequest.get(path).from(InetAddress.getLoopbackAddress(), new HeaderLines(lines));
    }

    private static Service service(String share, StickTo stickTo, String... versions) {
        var rollout = new Rollout(VersionNumber.parse("2"), Percentage.parse(share), stickTo, "X-Canary", "1", ORIGIN);
        var forwarding = new Forwarding(
                TestServices.TIMEOUTS,
                null,
                false,
                false,
                false,
                false,
                HeaderEdits.NONE,
                ResponsePolicy.NONE,
                false,
                null,
                new Steering(rollout, RequestHeaderEdits.NONE, null, null));
        var all = new ServiceVersion[versions.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = TestServices.version("orders", versions[i], HOST);
        }
        return TestServices.service("orders", forwarding, Set.of(), null, all);
    }
}
