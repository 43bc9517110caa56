package io.gatehouse.security.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Provides;
import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.security.device.DeviceModule;
import io.gatehouse.security.device.UserAgentParser;
import io.gatehouse.security.opaque.TokenStore;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The modules bind what they say, once, and by explicit bindings alone. */
class CapabilityModulesTest {

    @Test
    void bindsEachCapabilityOnce() {
        Injector injector = Guice.createInjector(
                new TokenModule(TokenVerificationSettings.DEFAULT), new DeviceModule(1 << 20), clock());
        try (GatewayTokenVerifier verifier = injector.getInstance(GatewayTokenVerifier.class)) {
            assertThat(injector.getInstance(TokenVerifier.class)).isSameAs(verifier);
        }
        assertThat(injector.getInstance(DeviceParser.class)).isSameAs(injector.getInstance(UserAgentParser.class));
    }

    private static Module clock() {
        return new AbstractModule() {
            @Override
            protected void configure() {
                binder().requireExplicitBindings();
                bind(GatewayClock.class).toInstance(new ManualClock());
            }

            @Provides
            Optional<TokenStore> store() {
                return Optional.empty();
            }
        };
    }
}
