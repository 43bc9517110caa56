package io.gatehouse.http.forwarding;

import java.util.Locale;

/** Hears once of each request that was to be copied to a mirror what became of the copy. Called on I/O threads; must not block. */
public interface MirrorListener {

    /** The copy of a request of this service has ended so. */
    void ended(String service, CopyOutcome outcome);

    /** What became of a copy. */
    enum CopyOutcome {
        /** The mirror has answered, whatever it said. */
        ANSWERED,
        /** The mirror could not be reached, or broke off. */
        FAILED,
        /** The mirror did not answer in time. */
        TIMED_OUT,
        /** Too many copies were under way, so none was sent. */
        BUSY,
        /** The body is longer than is copied. */
        TOO_LARGE,
        /** The exchange ended before its whole body had come. */
        INCOMPLETE;

        /** The name in metrics. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
