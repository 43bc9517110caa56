package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** No two keys may be the same, whether they are written as themselves or as hashes: a key names one application. */
final class KeysAreDistinct implements DocumentRule {

    @Override
    public void check(BoundRegistry bound, Problems problems) {
        List<KeyLocation> places = bound.keys();
        // Hashing all of them is most of the work of reading a large registry again, so it is left out where no hash is
        // written.
        boolean isHashWritten = places.stream().anyMatch(place -> place.key().hash() != null);
        // By texts, and not by what holds them: texts with one and the same hash code are still found quickly.
        Map<String, Origin> seen = new HashMap<>(places.size() * 2);
        for (KeyLocation place : places) {
            KeyDocument key = place.key();
            String text = isHashWritten
                    ? key.fingerprint().hex()
                    : Objects.requireNonNull(key.value()).reveal();
            Origin first = seen.putIfAbsent(text, key.origin());
            if (first != null) {
                problems.add(key.origin(), place.path(), "***", "a key that no other has; the first is at " + first);
            }
        }
    }
}
