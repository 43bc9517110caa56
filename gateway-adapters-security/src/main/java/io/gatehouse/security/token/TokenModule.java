package io.gatehouse.security.token;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.time.GatewayClock;

/** Binds the verification of tokens; wants a {@link GatewayClock}. Whoever installs it closes the verifier. */
public final class TokenModule extends AbstractModule {

    private final TokenSettings settings;

    /** Verifies within these bounds. */
    public TokenModule(TokenSettings settings) {
        this.settings = settings;
    }

    @Override
    protected void configure() {
        bind(TokenVerifier.class).to(GatewayTokenVerifier.class);
    }

    @Provides
    @Singleton
    GatewayTokenVerifier verifier(GatewayClock clock) {
        return new GatewayTokenVerifier(settings, clock);
    }
}
