package io.gatehouse.domain.authorization;

import static io.gatehouse.domain.service.TestServices.FORWARDING;
import static io.gatehouse.domain.service.TestServices.ORIGIN;
import static io.gatehouse.domain.tenancy.TestKeys.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.access.Access;
import io.gatehouse.domain.access.AccessRule;
import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.address.AddressTrie;
import io.gatehouse.domain.gateway.Scenario;
import io.gatehouse.domain.identity.DeclaredIssuer;
import io.gatehouse.domain.identity.FakeTokens;
import io.gatehouse.domain.identity.TestIssuers;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.pipeline.Outcome;
import io.gatehouse.domain.policy.GatewayPolicy;
import io.gatehouse.domain.policy.SkippedCheck;
import io.gatehouse.domain.policy.TrustedClients;
import io.gatehouse.domain.quota.Quotas;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.HeaderLines;
import io.gatehouse.domain.request.TestRequest;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.Requirements;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.tenancy.TestKeys;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may call what: what must be presented, and what the access rule demands of the user. */
class AccessDecisionTest {

    private static final Map<String, Access> ACCESS = Map.of(
            "public", new Access.Everybody(),
            "user", new Access.AnyUser(),
            "g", new Access.MemberOf(Set.of("g", "g2")),
            "h", new Access.MemberOf(Set.of("h")));
    private static final TokenIssuer ACME = TestIssuers.named("tenant/acme");
    private static final TokenIssuer GATEWAY = TestIssuers.named("gateway");
    private static final DeclaredIssuer DECLARED = new DeclaredIssuer(GATEWAY, TestKeys.ORIGIN);
    private static final Requirements NOTHING = Requirements.NOTHING;
    private static final Requirements KEY = Requirements.of(true, false, false);
    private static final Requirements TOKEN = Requirements.of(false, true, false);
    private static final Requirements BOTH = Requirements.of(true, true, false);
    private static final Requirements EITHER = Requirements.of(true, true, true);

    private final FakeTokens tokens = new FakeTokens()
            .know(ACME, "nobody-special", user())
            .know(ACME, "in-g", user("g"))
            .know(ACME, "in-h", user("h"))
            .know(ACME, "in-both", user("g", "h"))
            .know(GATEWAY, "gateway-user", user("g"))
            .learn(ACME, "asked-for", user("g"))
            .learn(ACME, "unanswered", new TokenVerdict.Unknown("no response"))
            .learn(ACME, "one-of-many", new TokenVerdict.Busy(TokenVerdict.Authority.ISSUER))
            .learn(ACME, "stored", new TokenVerdict.Busy(TokenVerdict.Authority.TOKEN_STORE));

    @ParameterizedTest
    @CsvSource({
        "public, ,       ,               ",
        "public, ,       nobody-special, ",
        "public, public, ,               ",
        "public, user,   ,               API_LOGIN_REQUIRED",
        "public, user,   nobody-special, ",
        "public, h,      ,               API_LOGIN_REQUIRED",
        "public, h,      nobody-special, API_GROUP_REQUIRED",
        "public, h,      in-h,           ",
        "user,   ,       ,               SERVICE_LOGIN_REQUIRED",
        "user,   ,       nobody-special, ",
        "user,   public, ,               ",
        "user,   user,   ,               API_LOGIN_REQUIRED",
        "user,   h,      in-g,           API_GROUP_REQUIRED",
        "user,   h,      in-h,           ",
        "g,      ,       ,               SERVICE_LOGIN_REQUIRED",
        "g,      ,       nobody-special, SERVICE_GROUP_REQUIRED",
        "g,      ,       in-h,           SERVICE_GROUP_REQUIRED",
        "g,      ,       in-g,           ",
        "g,      public, ,               ",
        "g,      public, nobody-special, SERVICE_GROUP_REQUIRED",
        "g,      public, in-g,           ",
        "g,      user,   ,               API_LOGIN_REQUIRED",
        "g,      user,   in-h,           SERVICE_GROUP_REQUIRED",
        "g,      user,   in-g,           ",
        "g,      h,      in-g,           API_GROUP_REQUIRED",
        "g,      h,      in-h,           SERVICE_GROUP_REQUIRED",
        "g,      h,      in-both,        ",
        "g,      ,       asked-for,      ",
        "public, ,       forged,         TOKEN_INVALID",
        "public, ,       gateway-user,   TOKEN_INVALID",
        "public, ,       unanswered,     TOKEN_UNVERIFIABLE",
        "public, ,       one-of-many,    ISSUER_BUSY",
        "public, ,       stored,         TOKEN_STORE_BUSY",
    })
    void decidesByServiceThenByApi(
            String service, @Nullable String api, @Nullable String token, @Nullable Rejection expected) {
        Scenario gateway = gateway(NOTHING, acl(service, api));

        assertThat(gateway.rejection(call("good", token))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "nothing, ,     ,             ",
        "nothing, good, ,             ",
        "nothing, bad,  ,             KEY_UNKNOWN",
        "nothing, ,     gateway-user, ",
        "nothing, ,     forged,       TOKEN_INVALID",
        "key,     ,     ,             KEY_MISSING",
        "key,     ,     gateway-user, KEY_MISSING",
        "key,     good, ,             ",
        "key,     good, forged,       TOKEN_INVALID",
        "token,   ,     ,             TOKEN_MISSING",
        "token,   good, ,             TOKEN_MISSING",
        "token,   ,     gateway-user, ",
        "token,   good, in-g,         ",
        "token,   good, gateway-user, TOKEN_INVALID",
        "token,   ,     in-g,         TOKEN_INVALID",
        "both,    ,     ,             KEY_MISSING",
        "both,    good, ,             TOKEN_MISSING",
        "both,    ,     gateway-user, KEY_MISSING",
        "both,    good, in-g,         ",
        "either,  ,     ,             CREDENTIALS_MISSING",
        "either,  good, ,             ",
        "either,  ,     gateway-user, ",
        "either,  bad,  gateway-user, KEY_UNKNOWN",
        "either,  good, forged,       TOKEN_INVALID",
        "either,  ,     forged,       TOKEN_INVALID",
    })
    void demandsWhatTheVersionRequires(
            String demands, @Nullable String key, @Nullable String token, @Nullable Rejection expected) {
        Map<String, Requirements> words =
                Map.of("nothing", NOTHING, "key", KEY, "token", TOKEN, "both", BOTH, "either", EITHER);
        Scenario gateway = gateway(words.getOrDefault(demands, NOTHING), acl("public", null));

        assertThat(gateway.rejection(call(key, token))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/orders/v1/x, 1,   ",
        "/orders/v2/x, 2,   ",
        "/orders/v9/x, 9,   SERVICE_NOT_GRANTED",
        "/orders/v3/x, ,    VERSION_UNKNOWN",
        "/orders/x,    2,   ",
        "/other/x,     ,    SERVICE_NOT_GRANTED",
    })
    void settlesTheNewestVersionThatIsGrantedAndDeployed(
            String path, @Nullable String version, @Nullable Rejection expected) {
        Scenario gateway = Scenario.of(service("orders", NOTHING, "1", "2", "9", "10"), service("other", NOTHING, "1"))
                .keys(key("good", TestKeys.open("orders", "1", "2", "3")));
        Outcome outcome = gateway.outcome(call(path, "good", null));

        assertThat(
                        outcome instanceof Outcome.Refused refused
                                ? refused.refusal().rejection()
                                : null)
                .isEqualTo(expected);
        if (expected == null) {
            assertThat(outcome.state().version().key().version())
                    .isEqualTo(VersionNumber.parse(version == null ? "" : version));
        }
    }

    @Test
    void withoutAKeyTheNewestDeployedIsMeantAndNoPackageCounts() {
        Scenario gateway = Scenario.of(service("orders", NOTHING, "1", "2", "10"));

        assertThat(gateway.outcome(call("/orders/x", null, null))
                        .state()
                        .version()
                        .key())
                .hasToString("orders:10");
    }

    @Test
    void refusesTwoTokensThatDiffer() {
        Scenario gateway = gateway(NOTHING, acl("public", null));
        var both = new HeaderLines(Map.of(
                "key", List.of("good"), "Authorization", List.of("Bearer in-g"), "access_token", List.of("in-h")));

        assertThat(gateway.rejection(
                        TestRequest.get("/orders/v1/x").from(call("good", null).peer(), both)))
                .isEqualTo(Rejection.TOKEN_INVALID);
    }

    @Test
    void aTokenThatNobodysSettingsCanVerifyGivesNoUser() {
        Scenario gateway = Scenario.of(service("orders", NOTHING, "1"))
                .keys(key("good", acl("user", null)))
                .tokens(tokens);

        assertThat(gateway.rejection(call("good", "in-g"))).isEqualTo(Rejection.SERVICE_LOGIN_REQUIRED);
        assertThat(gateway.rejection(call(null, "in-g"))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "TOKEN, both,    public, ,     good, ,       ",
        "TOKEN, both,    user,   ,     good, ,       ",
        "TOKEN, both,    user,   ,     good, forged, ",
        "TOKEN, both,    g,      ,     good, ,       SERVICE_LOGIN_REQUIRED",
        "TOKEN, both,    public, h,    good, ,       API_LOGIN_REQUIRED",
        "TOKEN, both,    public, ,     ,     ,       KEY_MISSING",
        "ACL,   nothing, g,      h,    good, ,       ",
        "ACL,   both,    g,      h,    good, ,       TOKEN_MISSING",
        "ACL,   both,    g,      h,    bad,  ,       KEY_UNKNOWN",
    })
    void aTrustedClientSkipsWhatIsNamed(
            SkippedCheck skip,
            String demands,
            String service,
            @Nullable String api,
            @Nullable String key,
            @Nullable String token,
            @Nullable Rejection expected) {
        var trusted = new TrustedClients(
                AddressTrie.of(Map.of(AddressRange.parse("127.0.0.0/8"), ORIGIN)), Set.of(skip), ORIGIN);
        Scenario gateway = gateway(demands.equals("both") ? BOTH : NOTHING, acl(service, api))
                .policy(new GatewayPolicy(null, AddressTrie.of(Map.of()), trusted, null, DECLARED, Quotas.NONE, null));

        assertThat(gateway.rejection(call(key, token))).isEqualTo(expected);
    }

    private Scenario gateway(Requirements demands, Acl acl) {
        return Scenario.of(service("orders", demands, "1"))
                .keys(key("good", acl, ACME, null))
                .policy(new GatewayPolicy(null, AddressTrie.of(Map.of()), null, null, DECLARED, Quotas.NONE, null))
                .tokens(tokens);
    }

    private static Acl acl(String service, @Nullable String api) {
        Access whole = word(service);
        AccessRule rule = new AccessRule(whole, api == null ? whole : word(api), api != null, ORIGIN);
        return new Acl(Set.of("orders"), List.of(TestKeys.rules("orders", "1", rule)), null);
    }

    private static Access word(String word) {
        Access access = ACCESS.get(word);
        if (access == null) {
            throw new IllegalArgumentException(word);
        }
        return access;
    }

    private static Service service(String name, Requirements demands, String... versions) {
        return TestServices.service(
                name,
                FORWARDING,
                Set.of(),
                null,
                Arrays.stream(versions)
                        .map(number -> new ServiceVersion(
                                new VersionKey(name, VersionNumber.parse(number)),
                                List.of(new Host(new HostAddress(false, "upstream.invalid", 80), 1)),
                                demands,
                                ORIGIN))
                        .toArray(ServiceVersion[]::new));
    }

    private static TokenVerdict user(String... groups) {
        return new TokenVerdict.Good(new User("u", Set.of(groups)));
    }

    private static TestRequest call(@Nullable String key, @Nullable String token) {
        return call("/orders/v1/x", key, token);
    }

    private static TestRequest call(String path, @Nullable String key, @Nullable String token) {
        Map<String, List<String>> lines = new HashMap<>();
        if (key != null) {
            lines.put("key", List.of(key));
        }
        if (token != null) {
            lines.put("Authorization", List.of("Bearer " + token));
        }
        TestRequest plain = TestRequest.get(path);
        return plain.from(plain.peer(), new HeaderLines(lines));
    }
}
