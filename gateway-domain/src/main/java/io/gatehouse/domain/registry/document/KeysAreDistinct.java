package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.document.Problems;
import java.util.HashMap;
import java.util.Map;

/** No two keys may be the same, whether they are written as themselves or as hashes: a key names one application. */
final class KeysAreDistinct implements DocumentRule {

    @Override
    public void check(Bound bound, Problems problems) {
        Map<KeyHash, Origin> seen = new HashMap<>();
        for (KeyPlace place : KeyPlace.all(bound.documents())) {
            Origin first =
                    seen.putIfAbsent(place.key().fingerprint(), place.key().origin());
            if (first != null) {
                problems.add(
                        place.key().origin(), place.path(), "***", "a key that no other has; the first is at " + first);
            }
        }
    }
}
