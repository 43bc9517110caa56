package io.gatehouse.http.admin;

import io.gatehouse.configuration.Secret;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where the admin server listens, and whom it believes.
 *
 * @param listen the address to bind; port 0 takes any free one. On a loopback address only requests that name the
 *     server by an address, by {@code localhost} or by the name given here are answered.
 * @param token what guarded routes demand unless the server listens on a loopback address; null to close them there
 */
public record AdminSettings(
        InetSocketAddress listen, @Nullable Secret token) {}
