package io.gatehouse.domain.request;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What trusted proxies say of the client's own connection, the one to the outermost of them.
 *
 * @param client the address of the client
 * @param scheme {@code http} or {@code https}; null if nobody says
 * @param host the host that it asked for, with its port if it has one; null if nobody says
 * @param port the port that it connected to; null if nobody says
 */
public record ForwardedOrigin(
        InetAddress client,
        @Nullable String scheme,
        @Nullable String host,
        @Nullable Integer port) {

    /**
     * By {@code X-Forwarded-Proto}, {@code -Host} and {@code -Port}. Of a list of values the one counts that stands where the
     * client stands in {@code X-Forwarded-For}, if both are equally long, and else the first: most proxies write one value
     * over what was there, whoever else came before them.
     *
     * @param at where the client stands in {@code X-Forwarded-For}
     * @param count how many addresses there are
     */
    static ForwardedOrigin byLists(InetAddress client, RequestHeaders headers, int at, int count) {
        return new ForwardedOrigin(
                client,
                scheme(said("X-Forwarded-Proto", headers, at, count)),
                host(said("X-Forwarded-Host", headers, at, count)),
                port(said("X-Forwarded-Port", headers, at, count)));
    }

    /** By the parameters of the client's element of {@code Forwarded}. */
    static ForwardedOrigin byElement(InetAddress client, String element) {
        return new ForwardedOrigin(
                client,
                scheme(ForwardedHeader.parameter(element, "proto")),
                host(ForwardedHeader.parameter(element, "host")),
                null);
    }

    private static @Nullable String said(String name, RequestHeaders headers, int at, int count) {
        List<String> lines = headers.all(name);
        if (lines.isEmpty()) {
            return null;
        }
        var values = new ArrayList<String>(2);
        for (String line : lines) {
            ForwardedHeader.split(line, ',', values);
        }
        return values.get(values.size() == count && at < count ? at : 0);
    }

    private static @Nullable String scheme(@Nullable String said) {
        if ("https".equalsIgnoreCase(said) || "wss".equalsIgnoreCase(said)) {
            return "https";
        }
        return "http".equalsIgnoreCase(said) || "ws".equalsIgnoreCase(said) ? "http" : null;
    }

    private static @Nullable String host(@Nullable String said) {
        return said == null || said.isEmpty() ? null : said;
    }

    private static @Nullable Integer port(@Nullable String said) {
        int port = 0;
        for (int i = 0; said != null && i < said.length() && port >= 0; i++) {
            int digit = said.charAt(i) - '0';
            port = digit < 0 || digit > 9 || port > 6553 ? -1 : port * 10 + digit;
        }
        return port < 1 || port > 65_535 ? null : Integer.valueOf(port);
    }
}
