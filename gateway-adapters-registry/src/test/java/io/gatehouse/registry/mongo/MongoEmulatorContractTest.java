package io.gatehouse.registry.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.compiler.SampleRegistry;
import io.gatehouse.compiler.document.RegistryHash;
import io.gatehouse.domain.registry.RegistryUnavailable;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against an emulator that speaks MongoDB's protocol over TCP. */
class MongoEmulatorContractTest extends MongoRegistryContract {

    @Override
    MongoServerFixture server() {
        return MongoServerFixture.emulator();
    }

    @Test
    void isWorthWaitingForWhileItIsAwayAndRecovers() throws Exception {
        try (MongoServerFixture own = MongoServerFixture.emulator()) {
            var registry = new MongoRegistry(own.database(), Map.of());
            registry.carryOut(registry.plan(SampleRegistry.tree("Acme"), false));
            own.stop();
            assertThatThrownBy(() -> registry.source().mark())
                    .isInstanceOfSatisfying(
                            RegistryUnavailable.class,
                            away -> assertThat(away.isWorthWaiting()).isTrue());
            assertThatThrownBy(() -> registry.source().read()).isInstanceOf(RegistryUnavailable.class);

            own.startAgain();
            registry.carryOut(registry.plan(SampleRegistry.tree("Acme"), false));
            assertThat(RegistryHash.of(registry.source().read()))
                    .isEqualTo(RegistryHash.of(SampleRegistry.tree("Acme")));
        }
    }
}
