package io.gatehouse.domain.tenancy;

import io.gatehouse.domain.request.RememberedText;
import java.time.Duration;
import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All keys of a snapshot, by the digest of their text. Immutable; a look-up takes the same time for any number of keys. */
public final class ApiKeys {

    /** No keys at all. */
    public static final ApiKeys NONE = new ApiKeys(List.of());

    /** How long before its end operators are warned of a key. */
    public static final Duration WARNED_AHEAD = Duration.ofDays(14);

    /** By the first bits of their digests; one whose place is taken stands in the next that is free. At most half are taken. */
    private final @Nullable ApiKey[] places;

    private final int count;
    private final RememberedText<ApiKey> remembered = new RememberedText<>();

    /** Kept, as one made for each look-up would be allocated. */
    private final Function<String, @Nullable ApiKey> byText;

    public ApiKeys(Collection<ApiKey> keys) {
        places = new @Nullable ApiKey[Integer.highestOneBit(Math.max(1, keys.size())) * 4];
        int distinct = 0;
        for (ApiKey key : keys) {
            int at = place(key.digest());
            distinct += places[at] == null ? 1 : 0;
            places[at] = key;
        }
        count = distinct;
        byText = text -> places[place(KeyDigest.of(text))];
    }

    /** Where the key with this digest stands, or would. */
    private int place(KeyDigest digest) {
        int last = places.length - 1;
        int at = digest.hashCode() & last;
        while (places[at] != null && !places[at].digest().equals(digest)) {
            at = (at + 1) & last;
        }
        return at;
    }

    /** The key with this text; null if there is none. */
    public @Nullable ApiKey find(String presented) {
        return count == 0 ? null : remembered.of(presented, byText);
    }

    /**
     * The keys in use that end within that time from now, the next to end first. Looks at every key: not for each request.
     */
    public List<ApiKey> endingWithin(Duration ahead, long nowMillis) {
        return stream()
                .filter(key -> !key.revoked() && !key.isExpired(nowMillis))
                .filter(key -> key.isExpired(nowMillis + ahead.toMillis()))
                .sorted(Comparator.comparing(ApiKey::id))
                .sorted(Comparator.comparing(key -> key.expiresMillis() == null ? Long.MAX_VALUE : key.expiresMillis()))
                .toList();
    }

    /** The keys that have ended by now and have not been revoked or taken out, the last to end first. */
    public List<ApiKey> ended(long nowMillis) {
        return stream()
                .filter(key -> !key.revoked() && key.isExpired(nowMillis))
                .sorted(Comparator.comparing(ApiKey::id))
                .sorted(Comparator.comparing(key -> key.expiresMillis() == null ? 0 : -key.expiresMillis()))
                .toList();
    }

    private Stream<ApiKey> stream() {
        return Arrays.stream(places).filter(Objects::nonNull);
    }

    /** All keys, in no order. */
    public Collection<ApiKey> all() {
        return new AbstractCollection<>() {
            @Override
            public Iterator<ApiKey> iterator() {
                return ApiKeys.this.stream().iterator();
            }

            @Override
            public int size() {
                return count;
            }
        };
    }
}
