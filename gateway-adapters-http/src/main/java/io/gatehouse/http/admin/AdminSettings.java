package io.gatehouse.http.admin;

import java.net.InetSocketAddress;

/**
 * Where the admin server listens.
 *
 * @param listen the address to bind; port 0 takes any free one. On a loopback address only requests that name the
 *     server by an address, by {@code localhost} or by the name given here are answered.
 */
public record AdminSettings(InetSocketAddress listen) {}
