package io.gatehouse.security.geo;

import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.geo.GeoDatabaseContract;
import io.gatehouse.domain.geo.GeoLocation;
import io.gatehouse.security.fixture.DatabaseFile;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class MaxMindContractTest extends GeoDatabaseContract {

    @TempDir
    private Path directory;

    private MaxMindGeoDatabase database;

    @BeforeEach
    void open() throws IOException {
        Path file = directory.resolve("countries.mmdb");
        DatabaseFile.countries()
                .put("192.0.2.0/24", "LB", "AS")
                .put("203.0.113.0/24", null, "AF")
                .put("2001:db8::/32", "FR", "EU")
                .writeTo(file);
        database = MaxMindGeoDatabase.open(file, 1 << 20);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected GeoDatabase database() {
        return database;
    }

    @Override
    protected Map<InetAddress, GeoLocation> known() {
        return Map.of(
                AddressLiteral.parse("192.0.2.9"), new GeoLocation("LB", "AS"),
                AddressLiteral.parse("203.0.113.1"), new GeoLocation(null, "AF"),
                AddressLiteral.parse("2001:db8::7"), new GeoLocation("FR", "EU"));
    }
}
