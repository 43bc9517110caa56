package io.gatehouse.domain.request;

import java.util.Locale;

/** Reads the authority of a request, {@code host[:port]}. */
public final class Authority {

    private Authority() {}

    /** The host in lower case, without port and without a final dot; IPv6 keeps its brackets. */
    public static String host(String authority) {
        int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        String host = end > 0 ? authority.substring(0, end) : authority;
        host = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return host.toLowerCase(Locale.ROOT);
    }
}
