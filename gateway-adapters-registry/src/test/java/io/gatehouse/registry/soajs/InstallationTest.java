package io.gatehouse.registry.soajs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.registry.soajs.installation.Installation;
import io.gatehouse.registry.soajs.installation.Registrations;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may ask a gateway for the registry of an installation, and when two of them are the same. */
class InstallationTest {

    private static Installation read(String mark, String trusted) {
        var content = new SampleInstallation().content();
        var settings = new InstallationSettings(
                null, null, List.of(), List.of(AddressRange.parse(trusted)), new Registrations(null, "dev"), Map.of());
        return (Installation) new Translation(new CoreDatabase.Content(mark, content.documents()), "DEV", settings)
                .tree("test", mark)
                .details();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "::1,       true",
        "10.1.2.3,  true",
        "11.1.2.3,  false",
        "nobody,    false",
    })
    void trustsThisMachineAndWhoIsListed(String client, boolean trusted) {
        assertThat(read("one", "10.0.0.0/8").trusts(client)).isEqualTo(trusted);
    }

    @Test
    void isTheSameIfTheSameWasRead() {
        assertThat(read("one", "10.0.0.0/8"))
                .isEqualTo(read("one", "10.0.0.0/8"))
                .isNotEqualTo(read("two", "10.0.0.0/8"))
                .hasSameHashCodeAs(read("one", "10.0.0.0/8"));
    }
}
