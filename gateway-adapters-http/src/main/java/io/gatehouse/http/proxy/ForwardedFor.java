package io.gatehouse.http.proxy;

import io.gatehouse.domain.address.AddressText;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.request.Exchange;
import io.gatehouse.domain.request.IncomingRequest;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Writes who asked, by which scheme and for which host: {@code X-Forwarded-For/-Proto/-Host} and {@code Forwarded}.
 *
 * <p>What a trusted proxy said of those before it is kept and extended by that proxy; what anybody else says is
 * replaced.
 */
final class ForwardedFor {

    private static final HttpString FOR = new HttpString("X-Forwarded-For");
    private static final HttpString PROTO = new HttpString("X-Forwarded-Proto");
    private static final HttpString HOST = new HttpString("X-Forwarded-Host");
    private static final HttpString FORWARDED = new HttpString("Forwarded");

    private ForwardedFor() {}

    static void write(HeadBuffer head, RequestState state, HeaderMap headers, String clientText) {
        Exchange who = state.exchange();
        IncomingRequest incoming = state.incoming();
        boolean trusted = who.peerTrusted();
        InetAddress peer = incoming.peer();
        String peerText = peer.equals(who.client()) ? clientText : AddressText.of(peer);
        String proto = trusted ? proto(headers, incoming) : own(incoming);
        String host = trusted ? host(headers, incoming) : incoming.authority();

        head.add(FOR).add(": ");
        chain(head, trusted ? headers.get(FOR) : null);
        head.add(peerText).endLine();
        head.add(PROTO).add(": ").add(proto).endLine();
        if (!host.isEmpty()) {
            head.add(HOST).add(": ").add(host).endLine();
        }
        head.add(FORWARDED).add(": ");
        chain(head, trusted ? headers.get(FORWARDED) : null);
        head.add("for=");
        node(head, peer, peerText);
        if (!incoming.authority().isEmpty()) {
            head.add(";host=\"").add(incoming.authority()).add('"');
        }
        head.add(";proto=").add(own(incoming)).endLine();
    }

    private static void chain(HeadBuffer head, @Nullable HeaderValues before) {
        if (before != null) {
            for (int i = 0; i < before.size(); i++) {
                head.add(before.get(i)).add(", ");
            }
        }
    }

    private static void node(HeadBuffer head, InetAddress peer, String text) {
        if (peer instanceof Inet6Address) {
            head.add("\"[").add(text).add("]\"");
        } else {
            head.add(text);
        }
    }

    private static String own(IncomingRequest incoming) {
        return incoming.secure() ? "https" : "http";
    }

    private static String proto(HeaderMap headers, IncomingRequest incoming) {
        String said = headers.getFirst(PROTO);
        return "https".equalsIgnoreCase(said) || "http".equalsIgnoreCase(said) ? said : own(incoming);
    }

    private static String host(HeaderMap headers, IncomingRequest incoming) {
        String said = headers.getFirst(HOST);
        return said == null || said.isEmpty() ? incoming.authority() : said;
    }
}
