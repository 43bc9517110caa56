package io.gatehouse.app.explain;

/** What one stage makes of a request. */
public enum Verdict {
    /** The request goes on. */
    PASSED,
    /** The stage answers it in the gateway's name. */
    ANSWERED,
    /** The stage refuses it. */
    REFUSED,
    /** The stage would refuse it if it were not only observed; the request goes on. */
    OBSERVED,
    /** The stage would let it wait and look again. */
    WAITS
}
