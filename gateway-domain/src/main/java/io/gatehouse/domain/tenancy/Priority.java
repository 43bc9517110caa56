package io.gatehouse.domain.tenancy;

import java.util.Locale;

/** How important the calls of a package are where not all can be served, the least important first. */
public enum Priority {
    LOW,
    NORMAL,
    HIGH;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
