package io.gatehouse.security.token;

import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.identity.TokenVerifierContract;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.security.fixture.Issuers;
import io.gatehouse.security.fixture.LocalProvider;
import io.gatehouse.security.fixture.TestSettings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class IntrospectionContractTest extends TokenVerifierContract {

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final LocalProvider provider = new LocalProvider();
    private GatewayTokenVerifier verifier = new GatewayTokenVerifier(TestSettings.PATIENT, new ManualClock());

    @AfterEach
    void stop() {
        provider.close();
        verifier.close();
    }

    @Override
    protected TokenVerifier verifier() {
        return verifier;
    }

    @Override
    protected TokenIssuer issuer(String id) {
        provider.know((path, form) -> answers.getOrDefault(path + " " + token(form), "{\"active\":false}"));
        return Issuers.opaque(id, provider.at("/" + id), Duration.ofSeconds(30), null);
    }

    @Override
    protected String goodToken(TokenIssuer issuer, User user) {
        String token = "token-of-" + user.id();
        String groups = user.groups().stream().map(group -> "\"" + group + "\"").collect(Collectors.joining(","));
        answers.put(
                "/" + issuer.id() + " " + token,
                "{\"active\":true,\"sub\":\"" + user.id() + "\",\"groups\":[" + groups + "]}");
        return token;
    }

    private static String token(String form) {
        String value = form.substring("token=".length(), form.indexOf("&token_type_hint=access_token"));
        return URLDecoder.decode(value, StandardCharsets.UTF_8);
    }

    @Override
    protected String badToken(TokenIssuer issuer) {
        return "nobody-knows-this-token-at-all";
    }

    @Override
    protected TokenIssuer silentIssuer() {
        TokenIssuer issuer = issuer("silent");
        provider.beSilent();
        verifier.close();
        verifier = new GatewayTokenVerifier(TestSettings.HURRIED, new ManualClock());
        return issuer;
    }
}
