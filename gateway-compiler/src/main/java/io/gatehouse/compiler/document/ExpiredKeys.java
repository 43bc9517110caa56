package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Problems;
import java.time.Instant;

/** Warns of keys that have ended. A gateway that runs says so itself, each day. */
public final class ExpiredKeys {

    private ExpiredKeys() {}

    /** Adds a warning for each key that has expired by this time and is not revoked. */
    public static void check(RegistryDocuments documents, Instant now, Problems problems) {
        for (KeyLocation place : KeyLocation.all(documents)) {
            Instant expires = place.key().expires();
            if (expires != null && !expires.isAfter(now) && !place.key().revoked()) {
                problems.warn(new Notice(
                        place.key().origin(),
                        place.path() + ".expires",
                        expires.toString(),
                        "the key has expired and is refused"));
            }
        }
    }
}
