package io.gatehouse.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.identity.KeyMaterial;
import io.gatehouse.domain.identity.OpaqueAuthority;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.policy.CorsPolicy;
import io.gatehouse.domain.policy.GatewayPolicy;
import io.gatehouse.domain.policy.SkippedCheck;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What becomes of each word of the policy, tokens included. */
class PolicyCompilerTest {

    @Test
    void aPolicyThatSaysNothingAsksNothing() {
        GatewayPolicy policy = policy("");

        assertThat(policy.maintenance()).isNull();
        assertThat(policy.banned().isEmpty()).isTrue();
        assertThat(policy.trusted()).isNull();
        assertThat(policy.cors()).isNull();
        assertThat(policy.issuer()).isNull();
        assertThat(policy.quotas().edge()).isNull();
        assertThat(policy.quotas().services()).isEmpty();
    }

    @Test
    void bansAddressesAndTrustsClients() throws UnknownHostException {
        GatewayPolicy policy = policy(
                "ip-ban: [203.0.113.0/24, 198.51.100.7], trusted-clients: {addresses: [127.0.0.1], skip: [geo, device]}");

        assertThat(policy.banned().find(address("203.0.113.9"))).isNotNull();
        assertThat(policy.banned().find(address("203.0.114.9"))).isNull();
        assertThat(policy.banned().find(address("198.51.100.7")))
                .as("each by its own place")
                .isNotEqualTo(policy.banned().find(address("203.0.113.9")));
        var trusted = Objects.requireNonNull(policy.trusted());
        assertThat(trusted.skippedBy(address("127.0.0.1")))
                .containsExactlyInAnyOrder(SkippedCheck.GEO, SkippedCheck.DEVICE);
        assertThat(trusted.skippedBy(address("127.0.0.2"))).isEmpty();
    }

    @Test
    void watchesWhatItNames() {
        assertThat(policy("").observation()).isNull();
        assertThat(Objects.requireNonNull(policy("observe: [ip-ban, device]").observation())
                        .checks())
                .containsExactlyInAnyOrder(ObservedCheck.IP_BAN, ObservedCheck.DEVICE);
    }

    @Test
    void saysWhichPagesMayCall() {
        CorsPolicy cors = Objects.requireNonNull(policy("""
                cors: {origins: [https://shop.example, https://*.shop.example], methods: [GET, POST], headers: [key],
                  expose-headers: [X-Total], credentials: true, max-age: 10m}""").cors());

        assertThat(cors.allows("https://shop.example")).isTrue();
        assertThat(cors.allows("https://eu.shop.example")).isTrue();
        assertThat(cors.allows("https://other.example")).isFalse();
        assertThat(cors.credentials()).isTrue();
        assertThat(cors.preflight())
                .containsEntry("Access-Control-Allow-Methods", "GET,POST")
                .containsEntry("Access-Control-Allow-Headers", "key")
                .containsEntry("Access-Control-Max-Age", "600");
        assertThat(cors.exposed()).contains("X-Request-Id").endsWith("X-Total");
    }

    @Test
    void anyPageMayCallWhereAStarIsWritten() {
        CorsPolicy cors = Objects.requireNonNull(policy("cors: {origins: [*]}").cors());

        assertThat(cors.anyOrigin()).isTrue();
        assertThat(cors.preflight()).containsOnlyKeys("Access-Control-Allow-Methods");
    }

    @Test
    void verifiesTokensByASharedSecret() {
        var issuer = (TokenIssuer.Signed) issuer("""
                token: {type: jwt, algorithms: [HS256, HS512], issuer: https://id.example, audience: shop, clock-skew: 5s,
                  secret: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, claims: {user: uid, groups: roles}}""");

        assertThat(issuer.id()).isEqualTo("gateway");
        assertThat(issuer.algorithms()).containsExactlyInAnyOrder("HS256", "HS512");
        assertThat(issuer.keys()).isInstanceOf(KeyMaterial.Shared.class);
        assertThat(issuer.issuer()).isEqualTo("https://id.example");
        assertThat(issuer.audience()).isEqualTo("shop");
        assertThat(issuer.clockSkew()).isEqualTo(Duration.ofSeconds(5));
        assertThat(issuer.claims()).isEqualTo(new TokenIssuer.Claims("uid", "roles"));
    }

    @Test
    void verifiesTokensByAKeySetOrAPublicKey() {
        var published = (TokenIssuer.Signed)
                issuer("token: {type: jwt, algorithms: [EdDSA], jwks: https://id.example/jwks.json}");
        assertThat(published.algorithms()).containsExactly("EdDSA");
        assertThat(published.keys()).isEqualTo(new KeyMaterial.KeySet("https://id.example/jwks.json", false));

        var inFile = (TokenIssuer.Signed) issuer("token: {type: jwt, algorithms: [RS256], jwks: file:keys.json}");
        var keys = (KeyMaterial.KeySet) inFile.keys();
        assertThat(keys.isFile()).isTrue();
        assertThat(keys.location()).endsWith("keys.json");
    }

    @Test
    void asksForOpaqueTokensWhereItIsSaid() {
        var introspected = (TokenIssuer.Opaque) issuer("""
                token: {type: opaque, audience: shop,
                  opaque: {introspection: https://id.example/introspect, client: gateway, secret: s, cache: 5s}}""");
        assertThat(introspected.authority()).isInstanceOf(OpaqueAuthority.Introspection.class);
        assertThat(introspected.cache()).isEqualTo(Duration.ofSeconds(5));
        assertThat(introspected.audience()).isEqualTo("shop");

        var stored = (TokenIssuer.Opaque) issuer("token: {type: opaque, opaque: {store: mongo, tenant-id: t1}}");
        assertThat(stored.authority()).isEqualTo(new OpaqueAuthority.Store("t1"));
    }

    @Test
    void takesAnIssuerOverThatSaysTheSame() {
        String before = "token: {type: opaque, opaque: {store: mongo, tenant-id: t1}}";
        var documents = FlowText.documents(before);
        var again = FlowText.documents("ip-ban: [203.0.113.7], " + before);
        var first = IssuerCompiler.compile(documents.policy().token(), "gateway", null);
        var second = IssuerCompiler.compile(again.policy().token(), "gateway", first);

        assertThat(Objects.requireNonNull(second).settings())
                .isSameAs(Objects.requireNonNull(first).settings());
        assertThat(second.origin()).isNotEqualTo(first.origin());
    }

    private static GatewayPolicy policy(String text) {
        return FlowText.compile(text).policy();
    }

    private static TokenIssuer issuer(String text) {
        return Objects.requireNonNull(policy(text).issuer()).settings();
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }
}
