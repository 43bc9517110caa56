package io.gatehouse.security.geo;

import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.geo.GeoDatabaseContract;
import io.gatehouse.domain.geo.GeoLocation;
import io.gatehouse.security.fixture.DatabaseFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class MaxMindGeoContractTest extends GeoDatabaseContract {

    @TempDir
    private Path directory;

    private MaxMindGeoDatabase database;

    @BeforeEach
    void open() throws IOException {
        Path file = directory.resolve("countries.mmdb");
        DatabaseFile.countries()
                .put("192.0.2.0/24", "LB", "AS")
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
        try {
            return Map.of(
                    InetAddress.getByName("192.0.2.1"), new GeoLocation("LB", "AS"),
                    InetAddress.getByName("2001:db8::1"), new GeoLocation("FR", "EU"));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
