package io.gatehouse.domain.tenancy;

import io.gatehouse.domain.lookup.OpenAddressingTable;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All keys of a snapshot, by the digest of their text. Immutable; a look-up takes the same time for any number of keys. */
public final class ApiKeys {

    /** No keys at all. */
    public static final ApiKeys NONE = new ApiKeys(List.of());

    /** How long before its end operators are warned of a key. */
    public static final Duration WARNED_AHEAD = Duration.ofDays(14);

    private final DigestTable byDigest;

    public ApiKeys(Collection<ApiKey> keys) {
        var map = new LinkedHashMap<KeyDigest, ApiKey>(keys.size() * 2);
        keys.forEach(key -> map.put(key.digest(), key));
        byDigest = new DigestTable(map.values());
    }

    /** The key with this text; null if there is none. */
    public @Nullable ApiKey find(String presented) {
        return byDigest.all().isEmpty() ? null : byDigest.find(KeyDigest.of(presented));
    }

    /**
     * The keys in use that end within that time from now, the next to end first. Looks at every key: not for each request.
     */
    public List<ApiKey> endingWithin(Duration ahead, long nowMillis) {
        return byDigest.all().stream()
                .filter(key -> !key.revoked() && !key.isExpired(nowMillis))
                .filter(key -> key.isExpired(nowMillis + ahead.toMillis()))
                .sorted(Comparator.comparing(ApiKey::id))
                .sorted(Comparator.comparing(key -> key.expiresMillis() == null ? Long.MAX_VALUE : key.expiresMillis()))
                .toList();
    }

    /** The keys that have ended by now and have not been withdrawn or taken out, the last to end first. */
    public List<ApiKey> ended(long nowMillis) {
        return byDigest.all().stream()
                .filter(key -> !key.revoked() && key.isExpired(nowMillis))
                .sorted(Comparator.comparing(ApiKey::id))
                .sorted(Comparator.comparing(key -> key.expiresMillis() == null ? 0 : -key.expiresMillis()))
                .toList();
    }

    /** All keys, in no order. */
    public Collection<ApiKey> all() {
        return byDigest.all();
    }

    /** Keys by the digest of their text. */
    private static final class DigestTable extends OpenAddressingTable<KeyDigest, ApiKey> {

        DigestTable(Collection<ApiKey> keys) {
            super(keys, ApiKey::digest);
        }

        @Override
        protected boolean isOf(ApiKey key, KeyDigest digest) {
            return key.digest().equals(digest);
        }
    }
}
