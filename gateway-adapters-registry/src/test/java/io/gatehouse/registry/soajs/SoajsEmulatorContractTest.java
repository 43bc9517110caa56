package io.gatehouse.registry.soajs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryUnavailable;
import io.gatehouse.registry.mongo.MongoServerFixture;
import org.junit.jupiter.api.Test;

/** Against an emulator that speaks MongoDB's protocol over TCP. */
class SoajsEmulatorContractTest extends SoajsRegistryContract {

    @Override
    MongoServerFixture server() {
        return MongoServerFixture.emulator();
    }

    @Test
    void isWorthWaitingForWhileItIsAwayAndRecovers() throws Exception {
        try (MongoServerFixture own = MongoServerFixture.emulator()) {
            new SampleInstallation().into(own.database());
            RegistrySource source =
                    SampleInstallation.registry(own.database(), "dev").source();
            String mark = source.mark();
            own.stop();
            assertThatThrownBy(source::mark)
                    .isInstanceOfSatisfying(
                            RegistryUnavailable.class,
                            away -> assertThat(away.isWorthWaiting()).isTrue());
            assertThatThrownBy(source::read).isInstanceOf(RegistryUnavailable.class);

            own.startAgain();
            new SampleInstallation().into(own.database());
            assertThat(source.read().mark()).isEqualTo(mark);
        }
    }

    @Test
    void servesNoEnvironmentThatIsNotThere() {
        try (MongoServerFixture own = MongoServerFixture.emulator()) {
            new SampleInstallation().into(own.database());
            assertThatThrownBy(() -> SampleInstallation.registry(own.database(), "prod")
                            .source()
                            .read())
                    .isInstanceOf(RegistryUnavailable.class)
                    .hasMessageContaining("(prod)");
        }
    }
}
