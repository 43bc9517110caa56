package io.gatehouse.http.pool;

/**
 * How much an upstream may cost.
 *
 * @param connections connections to one host, for each I/O thread
 * @param waiting requests that wait for a connection to one host, for each I/O thread
 * @param responseHead bytes of the head of a response
 * @param hosts hosts that are tried for one request
 */
public record ProxyLimits(int connections, int waiting, int responseHead, int hosts) {

    /** 512 connections and 512 waiting requests for each host and thread, heads to 64 KiB, three hosts for a request. */
    public static final ProxyLimits USUAL = new ProxyLimits(512, 512, 64 * 1024, 3);

    private static final int MOST_FOR_COPIES = 32;

    /** What copies of requests may cost: few connections, and nobody waits for one. */
    ProxyLimits ofCopies() {
        return new ProxyLimits(Math.min(connections, MOST_FOR_COPIES), 0, responseHead, 1);
    }
}
