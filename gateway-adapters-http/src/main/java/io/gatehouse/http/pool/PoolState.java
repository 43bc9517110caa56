package io.gatehouse.http.pool;

import io.gatehouse.domain.service.HostAddress;

/**
 * The connections to one upstream host at one moment, of all I/O threads together.
 *
 * @param host where the host listens; pools are per address, whichever services name it
 * @param open connections that are open, in use or idle
 * @param idle connections that wait for a request
 * @param connecting connections that are being opened
 * @param waiting requests that wait for a connection
 */
public record PoolState(HostAddress host, int open, int idle, int connecting, int waiting) {

    PoolState plus(PoolState other) {
        return new PoolState(
                host, open + other.open, idle + other.idle, connecting + other.connecting, waiting + other.waiting);
    }
}
