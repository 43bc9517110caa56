package io.gatehouse.app.lifecycle;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The addresses that a gateway really listens on.
 *
 * @param data where clients connect
 * @param admin where health and metrics are; empty if that is off
 */
public record Listening(InetSocketAddress data, Optional<InetSocketAddress> admin) {}
