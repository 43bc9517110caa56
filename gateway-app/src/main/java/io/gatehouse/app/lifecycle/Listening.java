package io.gatehouse.app.lifecycle;

import io.gatehouse.domain.address.AddressText;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The addresses that a gateway really listens on.
 *
 * @param data where clients connect, in the order of the configuration
 * @param secured which of those speak TLS, in the same order
 * @param admin where health and metrics are; empty if that is off
 */
public record Listening(List<InetSocketAddress> data, List<Boolean> secured, Optional<InetSocketAddress> admin) {

    public Listening {
        data = List.copyOf(data);
        secured = List.copyOf(secured);
    }

    /** Where clients connect: {@code https://127.0.0.1:8443}. */
    public List<String> urls() {
        return IntStream.range(0, data.size())
                .mapToObj(i -> url(secured.get(i) ? "https" : "http", data.get(i)))
                .toList();
    }

    /** An address for operators: {@code http://127.0.0.1:8081}, or {@code no port}. */
    public static String url(Optional<InetSocketAddress> address) {
        return address.map(one -> url("http", one)).orElse("no port");
    }

    private static String url(String scheme, InetSocketAddress address) {
        return scheme + "://" + AddressText.inUrl(address.getAddress()) + ":" + address.getPort();
    }
}
