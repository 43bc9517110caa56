package io.gatehouse.domain.quota;

import io.gatehouse.domain.Port;

/**
 * Hears how the store of a shared {@link QuotaLedger} fares.
 *
 * <p>Called on threads that count: implementations never block and never throw. Safe for concurrent use.
 */
@Port
public interface QuotaStoreListener {

    /** Cares for nothing. */
    QuotaStoreListener NONE = new QuotaStoreListener() {
        @Override
        public void asked(long nanos, boolean answered) {}

        @Override
        public void outage(boolean out) {}

        @Override
        public void leased(long permits) {}
    };

    /** The store was asked, and has answered or failed after so many nanoseconds. */
    void asked(long nanos, boolean answered);

    /** The store is not asked any more for requests, as it has failed again and again (true), or is asked again (false). */
    void outage(boolean out);

    /** So many permits were taken in advance, to be handed out by this process. */
    void leased(long permits);
}
