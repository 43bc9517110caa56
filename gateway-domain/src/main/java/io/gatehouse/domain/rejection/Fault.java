package io.gatehouse.domain.rejection;

/** Who has to change something for a refused request to succeed. */
public enum Fault {
    /** The caller sent something that will be refused again. */
    CLIENT,
    /** The gateway itself is at its limits, is stopping, or has a defect. */
    GATEWAY,
    /** The service behind the gateway did not do its part. */
    UPSTREAM
}
