package io.gatehouse.domain.request;

import java.util.Locale;

/** Reads the authority of a request, {@code host[:port]}. */
public final class Authority {

    private Authority() {}

    /** The host in lower case, without port, without a final dot, and IPv6 without brackets. */
    public static String host(String authority) {
        boolean bracketed = authority.startsWith("[");
        int end = authority.indexOf(bracketed ? ']' : ':');
        String host = end < 0 ? authority : authority.substring(bracketed ? 1 : 0, end);
        host = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return host.toLowerCase(Locale.ROOT);
    }
}
