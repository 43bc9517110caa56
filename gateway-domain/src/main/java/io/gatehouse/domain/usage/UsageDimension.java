package io.gatehouse.domain.usage;

import java.util.Locale;

/** By what usage is counted apart, and can be added up. */
public enum UsageDimension {
    /** Hours of the calendar in UTC. */
    HOUR,
    TENANT,
    APPLICATION,
    /** What the key is called, never its text. */
    KEY,
    SERVICE,
    VERSION,
    /** {@code 2xx} and so on. */
    STATUS;

    /** As it is written in queries and above columns: {@code tenant}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
