package io.gatehouse.security.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.gatehouse.domain.geo.GeoLocation;
import io.gatehouse.security.fixture.DatabaseFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class MaxMindGeoDatabaseTest {

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void writeDatabase() throws IOException {
        file = directory.resolve("countries.mmdb");
        DatabaseFile.countries()
                .put("192.0.2.0/24", "LB", "AS")
                .put("198.51.100.7/32", "DE", "EU")
                .put("203.0.113.0/24", null, "AF")
                .put("10.0.0.0/8", Map.of("extra", "nothing"))
                .put("2001:db8::/32", "FR", "EU")
                .put("2001:db9::1/128", "US", null)
                .writeTo(file);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0, LB, AS",
        "192.0.2.255, LB, AS",
        "192.0.3.0, ,",
        "198.51.100.7, DE, EU",
        "198.51.100.8, ,",
        "203.0.113.1, , AF",
        "10.1.2.3, ,",
        "::ffff:192.0.2.1, LB, AS",
        "2001:db8::, FR, EU",
        "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, FR, EU",
        "2001:db9::1, US,",
        "2001:db9::2, ,",
        "::1, ,",
        "127.0.0.1, ,"
    })
    void findsPlaces(String address, String country, String continent) throws IOException {
        try (var database = MaxMindGeoDatabase.open(file, 1 << 20)) {
            GeoLocation expected = new GeoLocation(country, continent);
            assertThat(find(database, address)).isEqualTo(expected);
            assertThat(find(database, address)).as("remembered").isEqualTo(expected);
        }
    }

    @Test
    void knowsNoIpv6AddressInDatabasesOfIpv4() throws IOException {
        new DatabaseFile("GeoLite2-Country", 4).put("192.0.2.0/24", "LB", "AS").writeTo(file);
        try (var database = MaxMindGeoDatabase.open(file, 1 << 20)) {
            assertThat(find(database, "192.0.2.1")).isEqualTo(new GeoLocation("LB", "AS"));
            assertThat(find(database, "2001:db8::1")).isEqualTo(GeoLocation.UNKNOWN);
        }
    }

    @Test
    void refusesFilesThatAreNoDatabaseOfCountries() throws IOException {
        Path missing = directory.resolve("missing.mmdb");
        assertThatThrownBy(() -> MaxMindGeoDatabase.open(missing, 1 << 20)).isInstanceOf(IOException.class);
        byte[] good = Files.readAllBytes(file);
        for (byte[] bad : new byte[][] {{}, {1, 2, 3}, Arrays.copyOf(good, good.length / 2), new byte[100_000]}) {
            Files.write(file, bad);
            assertThatThrownBy(() -> MaxMindGeoDatabase.open(file, 1 << 20)).isInstanceOf(IOException.class);
        }
        new DatabaseFile("GeoLite2-ASN", 6)
                .put("192.0.2.0/24", Map.of("autonomous_system_number", 7))
                .writeTo(file);
        assertThatThrownBy(() -> MaxMindGeoDatabase.open(file, 1 << 20))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("GeoLite2-ASN");
    }

    @Test
    void goesOverToNewFilesWhenTheyHaveSettled() throws IOException {
        try (var database = MaxMindGeoDatabase.open(file, 1 << 20)) {
            assertThat(find(database, "192.0.2.1").country()).isEqualTo("LB");
            replace("FR");
            database.look();
            assertThat(find(database, "192.0.2.1").country()).as("seen once").isEqualTo("LB");
            database.look();
            assertThat(find(database, "192.0.2.1").country()).as("seen twice").isEqualTo("FR");
        }
    }

    @Test
    void keepsTheOldDatabaseWhenTheNewOneIsBrokenOrGone() throws IOException {
        try (var database = MaxMindGeoDatabase.open(file, 1 << 20)) {
            Files.writeString(file, "broken");
            lookOften(database);
            assertThat(find(database, "192.0.2.1").country()).isEqualTo("LB");
            Files.delete(file);
            lookOften(database);
            assertThat(find(database, "192.0.2.1").country()).isEqualTo("LB");
            replace("FR");
            lookOften(database);
            assertThat(find(database, "192.0.2.1").country()).isEqualTo("FR");
        }
    }

    @Test
    void watchesItsFileFromTheFirstLookUpOn() throws Exception {
        var replaced = new CountDownLatch(1);
        var log = (Logger) LoggerFactory.getLogger(MaxMindGeoDatabase.class);
        Level usual = log.getLevel();
        var lines = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent line) {
                if (line.getMessage().contains("has been replaced")) {
                    replaced.countDown();
                }
            }
        };
        lines.start();
        log.setLevel(Level.INFO);
        log.addAppender(lines);
        try (var database = MaxMindGeoDatabase.open(file, 1 << 20)) {
            database.watch(Duration.ofMillis(5));
            assertThat(find(database, "192.0.2.1").country()).isEqualTo("LB");
            replace("FR");
            assertThat(replaced.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(find(database, "192.0.2.1").country()).isEqualTo("FR");
        } finally {
            log.detachAppender(lines);
            log.setLevel(usual);
        }
    }

    @Test
    void neverThrowsForDamagedData() throws IOException {
        byte[] good = Files.readAllBytes(file);
        int taken = 0;
        for (int at = 0; at < good.length - 120; at += 3) {
            byte[] damaged = good.clone();
            damaged[at] ^= (byte) 0x55;
            Files.write(file, damaged);
            taken += survives() ? 1 : 0;
        }
        assertThat(taken).as("files that could be opened at all").isPositive();
    }

    private boolean survives() throws IOException {
        MaxMindGeoDatabase database;
        try {
            database = MaxMindGeoDatabase.open(file, 1 << 20);
        } catch (IOException refused) {
            return false;
        }
        try (database) {
            for (String address : new String[] {"192.0.2.1", "198.51.100.7", "2001:db8::1", "10.0.0.1", "::1"}) {
                assertThat(find(database, address)).isNotNull();
            }
        }
        return true;
    }

    private void replace(String country) throws IOException {
        Path next = directory.resolve("next.mmdb");
        DatabaseFile.countries().put("192.0.2.0/24", country, "EU").writeTo(next);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void lookOften(MaxMindGeoDatabase database) {
        for (int i = 0; i < 5; i++) {
            database.look();
        }
    }

    private static GeoLocation find(MaxMindGeoDatabase database, String address) throws UnknownHostException {
        return database.find(InetAddress.getByName(address));
    }
}
