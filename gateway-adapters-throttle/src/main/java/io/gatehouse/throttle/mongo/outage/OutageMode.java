package io.gatehouse.throttle.mongo.outage;

/** What holds while the store cannot be asked. */
public enum OutageMode {
    /** Each process grants its share of what was left: the limit and what is known to be used, divided by the processes. */
    LOCAL_SHARE,
    /** Everything is granted, uncounted. */
    OPEN,
    /** Nothing is granted; clients are told that it is not their fault. */
    CLOSED
}
