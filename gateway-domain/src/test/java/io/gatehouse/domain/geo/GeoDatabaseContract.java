package io.gatehouse.domain.geo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.address.AddressLiteral;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link GeoDatabase} must do; an adapter's test extends this and says what its database knows. */
public abstract class GeoDatabaseContract {

    /** The database to be tested, always the same within a test. */
    protected abstract GeoDatabase database();

    /** Some addresses and where the database has them; at least one. */
    protected abstract Map<InetAddress, GeoLocation> known();

    @Test
    void findsWhatItKnowsInTheCodesThatRulesUse() {
        assertThat(known()).isNotEmpty();
        known().forEach((address, location) -> {
            assertThat(database().find(address)).as(address.getHostAddress()).isEqualTo(location);
            assertThat(location.country() == null || location.country().matches("[A-Z]{2}"))
                    .isTrue();
            assertThat(location.continent() == null || location.continent().matches("[A-Z]{2}"))
                    .isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "0.0.0.0", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1"})
    void knowsNothingOfAddressesThatAreNowhere(String address) {
        assertThat(database().find(AddressLiteral.parse(address))).isEqualTo(GeoLocation.UNKNOWN);
    }

    @Test
    void findsForSeveralThreadsAtOnce() throws Exception {
        GeoDatabase database = database();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                work.add(() -> {
                    boolean good = true;
                    for (int n = 0; n < 500; n++) {
                        for (var entry : known().entrySet()) {
                            good &= database.find(entry.getKey()).equals(entry.getValue());
                        }
                    }
                    return good;
                });
            }
            for (var result : threads.invokeAll(work)) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
