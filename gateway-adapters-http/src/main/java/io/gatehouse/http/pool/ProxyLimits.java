package io.gatehouse.http.pool;

/**
 * How much an upstream may cost.
 *
 * @param connections connections to one host, for each I/O thread
 * @param waiting requests that wait for a connection to one host, for each I/O thread
 * @param responseHead bytes of the head of a response
 */
public record ProxyLimits(int connections, int waiting, int responseHead) {

    /** 512 connections and 512 waiting requests for each host and thread, heads to 64 KiB. */
    public static final ProxyLimits USUAL = new ProxyLimits(512, 512, 64 * 1024);

    private static final int MOST_FOR_COPIES = 32;

    /** What copies of requests may cost: few connections, and nobody waits for one. */
    ProxyLimits ofCopies() {
        return new ProxyLimits(Math.min(connections, MOST_FOR_COPIES), 0, responseHead);
    }
}
