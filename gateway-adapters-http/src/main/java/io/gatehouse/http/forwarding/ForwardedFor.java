package io.gatehouse.http.forwarding;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.request.ForwardedOrigin;
import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.domain.request.RequestInfo;
import io.gatehouse.http.codec.FieldLines;
import io.gatehouse.http.codec.HeadBuffer;
import io.gatehouse.http.exchange.GatewayExchange;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Writes who asked, and under which URL: {@code X-Forwarded-For/-Proto/-Host/-Port/-Prefix} and {@code Forwarded}.
 *
 * <p>What a trusted proxy said of those before it is kept and extended by that proxy; what anybody else says is
 * replaced. The prefix is what the gateway itself cut off the path, and nothing else.
 */
final class ForwardedFor {

    private static final HttpString FOR = new HttpString("X-Forwarded-For");
    private static final HttpString PROTO = new HttpString("X-Forwarded-Proto");
    private static final HttpString HOST = new HttpString("X-Forwarded-Host");
    private static final HttpString PORT = new HttpString("X-Forwarded-Port");
    private static final HttpString PREFIX = new HttpString("X-Forwarded-Prefix");
    private static final HttpString FORWARDED = new HttpString("Forwarded");

    private ForwardedFor() {}

    static void write(HeadBuffer head, RequestState state, GatewayExchange exchange) {
        FieldLines headers = exchange.request();
        RequestInfo who = state.exchange();
        IncomingRequest incoming = state.incoming();
        ForwardedOrigin origin = who.origin();
        String peerText = exchange.peerText();

        head.add(FOR).add(": ");
        if (origin != null) {
            head.addAll(headers, FOR);
        }
        head.add(peerText).endLine();
        url(head, origin, incoming, exchange.http());
        int prefix = state.route().prefixLength();
        if (prefix > 0) {
            head.add(PREFIX)
                    .add(": ")
                    .add(state.route().path().forwarded(), 0, prefix)
                    .endLine();
        }
        head.add(FORWARDED).add(": ");
        if (origin != null) {
            head.addAll(headers, FORWARDED);
        }
        head.add("for=");
        node(head, peerText);
        if (!incoming.authority().isEmpty()) {
            head.add(";host=\"").add(incoming.authority()).add('"');
        }
        head.add(";proto=").add(own(incoming)).endLine();
    }

    private static void node(HeadBuffer head, String text) {
        if (text.indexOf(':') >= 0) {
            head.add("\"[").add(text).add("]\"");
        } else {
            head.add(text);
        }
    }

    /** Scheme, host and port that the client itself used, as far as anybody knows. */
    private static void url(
            HeadBuffer head, @Nullable ForwardedOrigin origin, IncomingRequest incoming, HttpServerExchange http) {
        String saidScheme = origin == null ? null : origin.scheme();
        String saidHost = origin == null ? null : origin.host();
        String scheme = saidScheme == null ? own(incoming) : saidScheme;
        String host = saidHost == null ? incoming.authority() : saidHost;
        head.add(PROTO).add(": ").add(scheme).endLine();
        if (!host.isEmpty()) {
            head.add(HOST).add(": ").add(host).endLine();
        }
        head.add(PORT).add(": ");
        InetSocketAddress here = saidScheme == null && saidHost == null ? http.getDestinationAddress() : null;
        if (origin != null && origin.port() != null) {
            head.add(origin.port());
        } else if (here == null) {
            head.add(portOf(scheme, host));
        } else {
            head.add(here.getPort());
        }
        head.endLine();
    }

    /** The port of a URL with this scheme and host. */
    private static String portOf(String scheme, String host) {
        int digits = host.length();
        while (digits > 0 && host.charAt(digits - 1) >= '0' && host.charAt(digits - 1) <= '9') {
            digits--;
        }
        boolean written = digits > 0 && digits < host.length() && host.charAt(digits - 1) == ':';
        if (written && host.length() - digits <= 5 && (host.indexOf(':') == digits - 1 || host.startsWith("["))) {
            return host.substring(digits);
        }
        return scheme.equals("https") ? "443" : "80";
    }

    private static String own(IncomingRequest incoming) {
        return incoming.secure() ? "https" : "http";
    }
}
