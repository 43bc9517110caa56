package io.gatehouse.domain.registry;

/**
 * What long work owes to requests. Loading a large registry keeps a processor busy for tenths of a second, and a request that becomes
 * ready meanwhile waits until the operating system takes it away: for some milliseconds, unless the work offers it before.
 */
public final class Courtesy {

    private Courtesy() {}

    /** Lets whoever waits for this processor have it; costs about a microsecond if nobody does. To be called from each turn of a long loop. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it but the time that others wait
    public static void giveWay() {
        Thread.yield();
    }
}
