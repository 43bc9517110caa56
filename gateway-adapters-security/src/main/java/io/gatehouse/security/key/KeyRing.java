package io.gatehouse.security.key;

import io.gatehouse.security.json.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of a set (RFC 7517) that may check signatures. */
public final class KeyRing {

    /** No provider has more; a longer set would only make every token without a key's name dear. */
    private static final int MOST_KEYS = 100;

    /** How many keys are tried on a token that does not say which one it was signed with. */
    private static final int MOST_TRIED = 8;

    private final List<VerificationKey> keys;

    /** Exactly these keys. */
    public KeyRing(List<VerificationKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** The keys of a key set's text that can be used; null if it is no key set, or one of more than 100 keys. */
    public static @Nullable KeyRing read(byte[] text) {
        Map<String, Object> set = JsonReader.object(text);
        if (set == null || !(set.get("keys") instanceof List<?> entries) || entries.size() > MOST_KEYS) {
            return null;
        }
        var keys = new ArrayList<VerificationKey>();
        for (Object entry : entries) {
            VerificationKey key = entry instanceof Map<?, ?> members ? JsonWebKey.read(named(members)) : null;
            if (key != null) {
                keys.add(key);
            }
        }
        return new KeyRing(keys);
    }

    @SuppressWarnings("unchecked") // What is read from JSON has names for keys.
    private static Map<String, Object> named(Map<?, ?> members) {
        return (Map<String, Object>) members;
    }

    /**
     * The keys that may check a signature of this algorithm, with this name, or any name if the token tells none. The only key
     * of a set, if it has no name, fits any.
     */
    public List<VerificationKey> fitting(@Nullable String id, String algorithm) {
        boolean nameless = keys.size() == 1 && keys.get(0).id() == null;
        var fitting = new ArrayList<VerificationKey>(2);
        for (VerificationKey key : keys) {
            boolean named = id == null || nameless || id.equals(key.id());
            if (named && key.algorithms().contains(algorithm) && fitting.size() < MOST_TRIED) {
                fitting.add(key);
            }
        }
        return fitting;
    }

    /** How many keys there are. */
    public int size() {
        return keys.size();
    }
}
