package io.gatehouse.discovery.watch;

import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.address.AddressText;
import java.net.InetAddress;
import java.util.Locale;

/** Names and addresses of hosts as sources write them. */
public final class CanonicalHost {

    private CanonicalHost() {}

    /** An address in its canonical form, a name in lower case. */
    public static String of(String text) {
        InetAddress address = AddressLiteral.parse(text);
        return address == null ? text.toLowerCase(Locale.ROOT) : AddressText.of(address);
    }
}
