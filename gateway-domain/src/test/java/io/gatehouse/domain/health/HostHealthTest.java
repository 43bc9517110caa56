package io.gatehouse.domain.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.service.HealthCheck;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostHealthTest {

    /** Results of probes, and below each the state after it: + and - for good and failed, H and S for healthy and sick. */
    @ParameterizedTest(name = "{0}/{1} {2}")
    @CsvSource({
        "1, 1, -,          S",
        "1, 1, -+-+,       SHSH",
        "2, 1, -,          H",
        "2, 1, --,         HS",
        "2, 1, -+-+-+,     HHHHHH",
        "2, 1, --+,        HSH",
        "2, 1, --+-,       HSHH",
        "3, 2, ---,        HHS",
        "3, 2, --+---,     HHHHHS",
        "3, 2, ---+-+,     HHSSSS",
        "3, 2, ---+-++,    HHSSSSH",
        "3, 2, ---++--+--, HHSSHHHHHH",
        "3, 2, ---++---,   HHSSHHHS",
        "1, 3, -++-+++,    SSSSSSH",
        "2, 1, ++++,       HHHH"
    })
    void changesOnlyAfterSoManyResultsInARow(int unhealthyAfter, int healthyAfter, String results, String states) {
        var health = new HostHealth();
        boolean before = true;
        for (int i = 0; i < results.length(); i++) {
            boolean changed = health.accept(result(results.charAt(i)), check(unhealthyAfter, healthyAfter));
            assertThat(health.healthy())
                    .as("after %s", results.substring(0, i + 1))
                    .isEqualTo(states.charAt(i) == 'H');
            assertThat(changed)
                    .as("change after %s", results.substring(0, i + 1))
                    .isEqualTo(health.healthy() != before);
            before = health.healthy();
        }
    }

    @Test
    void followsSettingsThatChangeBetweenProbes() {
        var health = new HostHealth();
        assertThat(health.accept(result('-'), check(5, 1))).isFalse();
        assertThat(health.accept(result('-'), check(2, 1))).isTrue();
        assertThat(health.accept(result('+'), check(2, 3))).isFalse();
        assertThat(health.accept(result('+'), check(2, 1))).isTrue();
    }

    @Test
    void tellsTheLastReasonWhileSick() {
        var health = new HostHealth();
        health.accept(ProbeResult.failed("refused"), check(1, 2));
        assertThat(health.unhealthyReason(ProbeResult.failed("refused"), null)).isEqualTo("refused");
        health.accept(ProbeResult.failed("status 500"), check(1, 2));
        assertThat(health.unhealthyReason(ProbeResult.failed("status 500"), "refused"))
                .isEqualTo("status 500");
        health.accept(ProbeResult.GOOD, check(1, 2));
        assertThat(health.unhealthyReason(ProbeResult.GOOD, "status 500")).isEqualTo("status 500");
        health.accept(ProbeResult.GOOD, check(1, 2));
        assertThat(health.unhealthyReason(ProbeResult.GOOD, "status 500")).isNull();
    }

    private static ProbeResult result(char sign) {
        return sign == '+' ? ProbeResult.GOOD : ProbeResult.failed("refused");
    }

    private static HealthCheck check(int unhealthyAfter, int healthyAfter) {
        return new HealthCheck(
                "/", null, Duration.ofSeconds(5), Duration.ofSeconds(1), unhealthyAfter, healthyAfter, false);
    }
}
