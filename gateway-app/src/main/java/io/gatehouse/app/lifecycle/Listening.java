package io.gatehouse.app.lifecycle;

import io.gatehouse.domain.address.AddressText;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * The addresses that a gateway really listens on.
 *
 * @param data where clients connect, in the order of the configuration
 * @param admin where health and metrics are; empty if that is off
 */
public record Listening(List<InetSocketAddress> data, Optional<InetSocketAddress> admin) {

    public Listening {
        data = List.copyOf(data);
    }

    /** An address for operators: {@code http://127.0.0.1:8080}, or {@code no port}. */
    public static String url(Optional<InetSocketAddress> address) {
        return address.map(Listening::url).orElse("no port");
    }

    private static String url(InetSocketAddress address) {
        return "http://" + AddressText.inUrl(address.getAddress()) + ":" + address.getPort();
    }
}
