package io.gatehouse.security.key;

import org.jspecify.annotations.Nullable;

/** Finds the keys that a token may have been signed with. Never throws; safe for concurrent use. */
public interface KeyLookup {

    /** The answer if nobody has to be waited for, else null; never blocks. */
    @Nullable
    KeyAnswer atOnce(@Nullable String id, String algorithm);

    /** The answer; may block, for a bounded time. */
    KeyAnswer waiting(@Nullable String id, String algorithm);

    /** Keys that never change. */
    static KeyLookup fixed(KeyRing ring) {
        return new FixedKeys(ring);
    }
}
