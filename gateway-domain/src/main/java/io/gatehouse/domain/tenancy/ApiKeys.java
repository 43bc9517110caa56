package io.gatehouse.domain.tenancy;

import io.gatehouse.domain.request.RememberedText;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All keys of a snapshot, by the digest of their text. Immutable; a look-up takes the same time for any number of keys. */
public final class ApiKeys {

    /** No keys at all. */
    public static final ApiKeys NONE = new ApiKeys(List.of());

    /** How long before its end operators are warned of a key. */
    public static final Duration WARNED_AHEAD = Duration.ofDays(14);

    private final Map<KeyDigest, ApiKey> byDigest;
    private final RememberedText<ApiKey> remembered = new RememberedText<>();

    /** Kept, as one made for each look-up would be allocated. */
    private final Function<String, @Nullable ApiKey> byText;

    public ApiKeys(Collection<ApiKey> keys) {
        byDigest = new HashMap<>(keys.size() * 2);
        keys.forEach(key -> byDigest.put(key.digest(), key));
        byText = text -> byDigest.get(KeyDigest.of(text));
    }

    /** The key with this text; null if there is none. */
    public @Nullable ApiKey find(String presented) {
        return byDigest.isEmpty() ? null : remembered.of(presented, byText);
    }

    /**
     * The keys in use that end within that time from now, the next to end first. Looks at every key: not for each request.
     */
    public List<ApiKey> endingWithin(Duration ahead, long nowMillis) {
        return byDigest.values().stream()
                .filter(key -> !key.revoked() && !key.isExpired(nowMillis))
                .filter(key -> key.isExpired(nowMillis + ahead.toMillis()))
                .sorted(Comparator.comparing(ApiKey::id))
                .sorted(Comparator.comparing(key -> key.expiresMillis() == null ? Long.MAX_VALUE : key.expiresMillis()))
                .toList();
    }

    /** The keys that have ended by now and have not been revoked or taken out, the last to end first. */
    public List<ApiKey> ended(long nowMillis) {
        return byDigest.values().stream()
                .filter(key -> !key.revoked() && key.isExpired(nowMillis))
                .sorted(Comparator.comparing(ApiKey::id))
                .sorted(Comparator.comparing(key -> key.expiresMillis() == null ? 0 : -key.expiresMillis()))
                .toList();
    }

    /** All keys, in no order. */
    public Collection<ApiKey> all() {
        return Collections.unmodifiableCollection(byDigest.values());
    }
}
