package io.gatehouse.http.admin;

import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.request.Authority;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The names under which a server on a loopback address may be asked for.
 *
 * <p>A page in a browser on this machine can point a name of its own at 127.0.0.1 and then read our answers as its own
 * (DNS rebinding). Its requests still carry that name, whereas people use an address or {@code localhost}. A server on
 * another address is known by names that we cannot guess, so there nothing is refused.
 */
final class KnownNames {

    private final boolean everyName;
    private final String configured;

    KnownNames(InetSocketAddress listen) {
        everyName = listen.getAddress() == null || !listen.getAddress().isLoopbackAddress();
        configured = listen.getHostString().toLowerCase(Locale.ROOT);
    }

    /** Whether a request with this {@code Host} header is answered; a client without one is no browser. */
    boolean accept(@Nullable String hostHeader) {
        if (everyName || hostHeader == null) {
            return true;
        }
        String name = Authority.host(hostHeader);
        return name.equals("localhost") || name.equals(configured) || isAddress(name);
    }

    private static boolean isAddress(String name) {
        boolean bracketed = name.startsWith("[") && name.endsWith("]") && name.length() > 2;
        return AddressLiteral.parse(bracketed ? name.substring(1, name.length() - 1) : name) != null;
    }
}
