package io.gatehouse.domain.request;

import io.gatehouse.domain.address.AddressLiteral;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one header in which trusted proxies say who came before them. */
public enum ForwardedHeader {
    /** {@code X-Forwarded-For: client, proxy}. */
    X_FORWARDED_FOR("X-Forwarded-For"),
    /** {@code Forwarded: for=client;proto=https, for=proxy} (RFC 7239). */
    FORWARDED("Forwarded");

    private final String headerName;

    ForwardedHeader(String headerName) {
        this.headerName = headerName;
    }

    /** The elements of all lines, joined in order. */
    List<String> elements(RequestHeaders headers) {
        var elements = new ArrayList<String>();
        for (String line : headers.all(headerName)) {
            split(line, ',', elements);
        }
        return elements;
    }

    /** The address that an element names; null if it names none, or not as an address. */
    @Nullable
    InetAddress address(String element) {
        return this == FORWARDED ? forwardedFor(element) : node(element);
    }

    /** What is said of the client that stands at this place of the elements. */
    ForwardedOrigin origin(InetAddress client, RequestHeaders headers, List<String> elements, int at) {
        if (this == X_FORWARDED_FOR) {
            return ForwardedOrigin.byLists(client, headers, at, elements.size());
        }
        return ForwardedOrigin.byElement(client, at < elements.size() ? elements.get(at) : "");
    }

    private static @Nullable InetAddress forwardedFor(String element) {
        String found = parameter(element, "for");
        return found == null ? null : node(found);
    }

    /** The value of this parameter of an element of {@code Forwarded}; null if it is not there just once. */
    static @Nullable String parameter(String element, String name) {
        var pairs = new ArrayList<String>();
        split(element, ';', pairs);
        String begin = name + "=";
        String found = null;
        for (String pair : pairs) {
            if (pair.regionMatches(true, 0, begin, 0, begin.length())) {
                if (found != null) {
                    return null;
                }
                found = unquote(pair.substring(begin.length()));
            }
        }
        return found;
    }

    /** Reads {@code 192.0.2.1}, {@code 192.0.2.1:80}, {@code 2001:db8::1}, {@code [2001:db8::1]} and {@code [..]:80}. */
    private static @Nullable InetAddress node(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end > 0 && isPort(text.substring(end + 1)) ? AddressLiteral.parse(text.substring(1, end)) : null;
        }
        int colon = text.indexOf(':');
        boolean withPort = colon > 0 && colon == text.lastIndexOf(':');
        if (withPort) {
            return isPort(text.substring(colon)) ? AddressLiteral.parse(text.substring(0, colon)) : null;
        }
        return AddressLiteral.parse(text);
    }

    private static boolean isPort(String text) {
        return text.isEmpty()
                || (text.length() > 1
                        && text.length() <= 6
                        && text.charAt(0) == ':'
                        && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9'));
    }

    private static String unquote(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    /** Splits at a separator that does not stand in quotes; elements are trimmed. */
    static void split(String line, char separator, List<String> to) {
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                to.add(line.substring(from, i).trim());
                from = i + 1;
            }
        }
        to.add(line.substring(from).trim());
    }
}
