package io.gatehouse.security.geo;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.InvalidNetworkException;
import com.maxmind.db.Reader;
import io.gatehouse.domain.geo.Place;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database in memory, with the places of the last 20,000 addresses. In memory, because a file that is overwritten while
 * it is mapped takes the process down.
 */
final class OpenDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(OpenDatabase.class);
    private static final int MOST_PLACES = 20_000;
    private static final long MOST_BYTES = 1L << 30;

    /** Records that are looked at before a database is believed to know no countries. */
    private static final int SAMPLES = 10_000;

    private final FileStamp stamp;
    private final Reader reader;
    private final AtomicBoolean damageTold = new AtomicBoolean();
    private final Cache<InetAddress, Place> places = Caffeine.newBuilder()
            .maximumSize(MOST_PLACES)
            .executor(Runnable::run)
            .build();

    private OpenDatabase(FileStamp stamp, Reader reader) {
        this.stamp = stamp;
        this.reader = reader;
    }

    /** The database in a file, which is refused if it is none, is larger than 1 GiB, or knows no country. */
    static OpenDatabase read(Path file, FileStamp stamp) throws IOException {
        if (stamp.size() > MOST_BYTES) {
            throw new IOException(file + " is larger than " + MOST_BYTES + " bytes");
        }
        try {
            var reader = new Reader(file.toFile(), Reader.FileMode.MEMORY);
            if (!knowsPlaces(reader)) {
                throw new IOException(file + " holds no countries, but "
                        + reader.getMetadata().databaseType());
            }
            return new OpenDatabase(stamp, reader);
        } catch (InvalidNetworkException | RuntimeException damaged) {
            throw new IOException(file + " is not a MaxMind database, or a damaged one", damaged);
        }
    }

    private static boolean knowsPlaces(Reader reader) throws IOException, InvalidNetworkException {
        Iterator<DatabaseRecord<CountryRecord.Entry>> records = reader.networks(CountryRecord.Entry.class);
        for (int i = 0; i < SAMPLES && records.hasNext(); i++) {
            CountryRecord.Entry entry = records.next().data();
            if (entry != null && !entry.place().equals(Place.UNKNOWN)) {
                return true;
            }
        }
        return false;
    }

    boolean isOf(FileStamp other) {
        return stamp.equals(other);
    }

    Place find(InetAddress address) {
        Place known = places.getIfPresent(address);
        if (known != null) {
            return known;
        }
        Place found = look(address);
        places.put(address, found);
        return found;
    }

    private Place look(InetAddress address) {
        try {
            CountryRecord.Entry entry = reader.get(address, CountryRecord.Entry.class);
            return entry == null ? Place.UNKNOWN : entry.place();
        } catch (IOException | RuntimeException damaged) {
            if (damageTold.compareAndSet(false, true)) {
                LOG.error(
                        "The geo database is damaged, some addresses cannot be looked up: {}", String.valueOf(damaged));
            }
            return Place.UNKNOWN;
        }
    }
}
