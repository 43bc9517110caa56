package io.gatehouse.domain.registry;

import java.util.Locale;

/** What became of an attempt to load the registry. */
public enum ReloadResult {
    /** A new snapshot is served. */
    LOADED,
    /** The source holds what is served already. */
    UNCHANGED,
    /** The source holds mistakes; the last good snapshot keeps serving. */
    REFUSED,
    /** The source cannot be read; the last good snapshot keeps serving. */
    UNAVAILABLE;

    /** In lower case, as metrics, logs and reports have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
