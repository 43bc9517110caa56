package io.gatehouse.domain.observation;

/**
 * A check that may be watched instead of enforced, each by the word that the configuration has for what it judges by. What is not
 * here is always enforced: that a request is well-formed, that there is such a service, that a key is good, maintenance, and what
 * keeps the gateway and its hosts from being overrun.
 */
public enum ObservedCheck {
    /** That the client's address is banned; judged before the service is known. */
    IP_BAN,
    /** That the service does not allow the method; judged before the key is known. */
    METHODS,
    /** What is granted: service, version and API, and to users of which groups. */
    ACL,
    /** That the version requires a key or a token. */
    REQUIRES,
    /** What addresses the key is bound to. */
    ADDRESSES,
    /** What countries and continents the key is bound to. */
    GEO,
    /** What devices the key is bound to. */
    DEVICE,
    /** What client certificates the key is bound to, or that the version requires one. */
    CERTIFICATES,
    /** That the token that is presented is good. */
    TOKEN,
    /** Limits, of callers and at the edge; calls are counted all the same. */
    THROTTLING
}
