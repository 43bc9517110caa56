package io.gatehouse.security.key;

import java.util.List;

/** What is known of the key that a token names. */
public sealed interface KeyLookupResult {

    /** These may be it; never empty. */
    record Found(List<VerificationKey> keys) implements KeyLookupResult {

        public Found {
            keys = List.copyOf(keys);
        }
    }

    /** There is no such key. */
    record Absent() implements KeyLookupResult {}

    /** Nobody can say, as the keys cannot be had. */
    record Unreachable() implements KeyLookupResult {}
}
