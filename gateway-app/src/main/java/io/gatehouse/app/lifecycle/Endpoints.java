package io.gatehouse.app.lifecycle;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Where a gateway is to listen.
 *
 * @param data for clients
 * @param secured which of those speak TLS, in the same order
 * @param admin for operators
 * @param adminOn whether it listens for operators at all
 */
public record Endpoints(List<InetSocketAddress> data, List<Boolean> secured, InetSocketAddress admin, boolean adminOn) {
    public Endpoints {
        data = List.copyOf(data);
        secured = List.copyOf(secured);
    }
}
