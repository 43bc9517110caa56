package io.gatehouse.security.token;

import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.identity.TokenVerifierContract;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.security.fixture.JwtText;
import io.gatehouse.security.fixture.LocalProvider;
import io.gatehouse.security.fixture.SigningKey;
import io.gatehouse.security.fixture.TestSettings;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract for signed tokens, whatever their keys. */
@Execution(ExecutionMode.CONCURRENT)
abstract class SignedTokenContract extends TokenVerifierContract {

    private final LocalProvider provider = new LocalProvider();
    private GatewayTokenVerifier verifier = new GatewayTokenVerifier(TestSettings.PATIENT, new ManualClock());

    @AfterEach
    void stop() {
        provider.close();
        verifier.close();
    }

    /** Nobody is waited for long from now on, and nobody answers. */
    void beSilent() {
        provider.beSilent();
        verifier.close();
        verifier = new GatewayTokenVerifier(TestSettings.HURRIED, new ManualClock());
    }

    LocalProvider provider() {
        return provider;
    }

    /** The key of an issuer, by the issuer's name. */
    abstract SigningKey key(String issuer);

    @Override
    protected TokenVerifier verifier() {
        return verifier;
    }

    @Override
    protected String goodToken(TokenIssuer issuer, User user) {
        return JwtText.of(key(issuer.id()), claims(user));
    }

    @Override
    protected String badToken(TokenIssuer issuer) {
        SigningKey another = SigningKey.of(key(issuer.id()).algorithm(), "another");
        return JwtText.of(another.named(key(issuer.id()).id()), claims(new User("ann", Set.of())));
    }

    private static String claims(User user) {
        String groups = user.groups().stream().map(group -> "\"" + group + "\"").collect(Collectors.joining(","));
        return "{\"sub\":\"" + user.id() + "\",\"groups\":[" + groups + "],\"exp\":"
                + (ManualClock.START_MILLIS / 1000 + 600) + "}";
    }
}
