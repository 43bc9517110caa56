package io.gatehouse.domain.tenancy;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All keys of a snapshot, by the digest of their text. Immutable; a look-up takes the same time for any number of keys. */
public final class Keys {

    /** No keys at all. */
    public static final Keys NONE = new Keys(List.of());

    private final Map<KeyDigest, ApiKey> byDigest;

    public Keys(Collection<ApiKey> keys) {
        var map = new HashMap<KeyDigest, ApiKey>(keys.size() * 2);
        keys.forEach(key -> map.put(key.digest(), key));
        byDigest = Map.copyOf(map);
    }

    /** The key with this text; null if there is none. */
    public @Nullable ApiKey find(String presented) {
        return byDigest.isEmpty() ? null : byDigest.get(KeyDigest.of(presented));
    }

    /** All keys, in no order. */
    public Collection<ApiKey> all() {
        return byDigest.values();
    }
}
