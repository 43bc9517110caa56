package io.gatehouse.security.token;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.security.opaque.TokenStore;
import java.util.Optional;

/** Binds the verification of tokens; wants a {@link GatewayClock} and an optional {@link TokenStore}. Whoever installs it closes the verifier. */
public final class TokenModule extends AbstractModule {

    private final TokenVerificationSettings settings;

    /** Verifies within these bounds. */
    public TokenModule(TokenVerificationSettings settings) {
        this.settings = settings;
    }

    @Override
    protected void configure() {
        bind(TokenVerifier.class).to(GatewayTokenVerifier.class);
    }

    @Provides
    @Singleton
    GatewayTokenVerifier verifier(GatewayClock clock, Optional<TokenStore> store) {
        return new GatewayTokenVerifier(settings, clock, store);
    }
}
