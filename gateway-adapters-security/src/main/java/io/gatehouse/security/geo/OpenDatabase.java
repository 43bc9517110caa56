package io.gatehouse.security.geo;

import com.maxmind.db.CHMCache;
import com.maxmind.db.InvalidDatabaseException;
import com.maxmind.db.Reader;
import com.maxmind.geoip2.DatabaseReader;
import com.maxmind.geoip2.exception.GeoIp2Exception;
import com.maxmind.geoip2.model.CountryResponse;
import io.gatehouse.domain.address.MaskedAddress;
import io.gatehouse.domain.geo.GeoLocation;
import io.gatehouse.security.WeighedCache;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database in memory, with the places of addresses within a bound of bytes. In memory, because a file that is overwritten while
 * it is mapped takes the process down.
 */
final class OpenDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(OpenDatabase.class);

    /** An address, its place with two short texts, and what the cache itself needs. */
    private static final int PLACE_BYTES = 288;

    private static final long MOST_BYTES = 1L << 30;

    private final FileStamp stamp;
    private final DatabaseReader reader;
    private final boolean knowsIpv6;
    private final AtomicBoolean damageReported = new AtomicBoolean();
    private final WeighedCache<MaskedAddress, GeoLocation> places;

    /** Distinguishes one state of a file from another without reading it. */
    record FileStamp(FileTime changed, long size, @Nullable Object identity) {

        static FileStamp of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(now.lastModifiedTime(), now.size(), now.fileKey());
        }
    }

    private OpenDatabase(FileStamp stamp, DatabaseReader reader, long mostBytes) {
        this.places = new WeighedCache<>(mostBytes, (address, place) -> PLACE_BYTES);
        this.stamp = stamp;
        this.reader = reader;
        this.knowsIpv6 = reader.metadata().ipVersion() == 6;
    }

    /** The database in a file, which is refused if it is none, is larger than 1 GiB, or of a type without countries. */
    static OpenDatabase read(Path file, FileStamp stamp, long mostBytes) throws IOException {
        if (stamp.size() > MOST_BYTES) {
            throw new IOException(file + " is larger than " + MOST_BYTES + " bytes");
        }
        try {
            DatabaseReader reader = new DatabaseReader.Builder(file.toFile())
                    .fileMode(Reader.FileMode.MEMORY)
                    .withCache(new CHMCache())
                    .build();
            requireCountries(file, reader);
            return new OpenDatabase(stamp, reader, mostBytes);
        } catch (InvalidDatabaseException | GeoIp2Exception | RuntimeException damaged) {
            throw new IOException(file + " is not a MaxMind database, or a damaged one", damaged);
        }
    }

    /** The library says by the database's type whether it can be asked for countries, at the first question. */
    private static void requireCountries(Path file, DatabaseReader reader) throws IOException, GeoIp2Exception {
        try {
            reader.tryCountry(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (UnsupportedOperationException another) {
            throw new IOException(
                    file + " holds no countries, but " + reader.metadata().databaseType(), another);
        }
    }

    WeighedCache<?, ?> places() {
        return places;
    }

    boolean isOf(FileStamp other) {
        return stamp.equals(other);
    }

    GeoLocation find(InetAddress address) {
        MaskedAddress whole = MaskedAddress.whole(address);
        GeoLocation known = places.get(whole);
        if (known != null) {
            return known;
        }
        GeoLocation found = look(address);
        places.put(whole, found);
        return found;
    }

    private GeoLocation look(InetAddress address) {
        if (!knowsIpv6 && address instanceof Inet6Address) {
            return GeoLocation.UNKNOWN;
        }
        try {
            return reader.tryCountry(address).map(OpenDatabase::place).orElse(GeoLocation.UNKNOWN);
        } catch (IOException | GeoIp2Exception | RuntimeException damaged) {
            if (damageReported.compareAndSet(false, true)) {
                LOG.error(
                        "The geo database is damaged, some addresses cannot be looked up: {}", String.valueOf(damaged));
            }
            return GeoLocation.UNKNOWN;
        }
    }

    private static GeoLocation place(CountryResponse found) {
        String country = code(found.country().isoCode());
        String continent = code(found.continent().code());
        return country == null && continent == null ? GeoLocation.UNKNOWN : new GeoLocation(country, continent);
    }

    private static @Nullable String code(@Nullable String text) {
        return text != null && text.length() == 2 ? text : null;
    }
}
