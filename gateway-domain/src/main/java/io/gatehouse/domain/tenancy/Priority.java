package io.gatehouse.domain.tenancy;

/** How important the calls of a package are where not all can be served, the least important first. */
public enum Priority {
    LOW,
    NORMAL,
    HIGH
}
