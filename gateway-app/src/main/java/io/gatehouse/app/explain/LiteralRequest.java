package io.gatehouse.app.explain;

import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.request.ClientCertificate;
import io.gatehouse.http.codec.HeadLimits;
import io.gatehouse.http.codec.RequestHeadParser;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * A request that somebody has described, and that nobody sends.
 *
 * <p>It is written down as a client would send it over HTTP/1.1 and read as a connection reads it, so that what is refused there
 * is refused here.
 */
public final class LiteralRequest {

    /** Where requests come from if nobody says otherwise. */
    public static final String USUAL_PEER = "127.0.0.1";

    private static final String HTTPS = "https://";
    private static final String SOME_HOST = "localhost";

    private final byte[] head;
    private final boolean named;
    private final boolean secure;
    private final InetAddress peer;
    private final NamedCaller caller;

    private final @Nullable ClientCertificate certificate;

    private LiteralRequest(
            byte[] head,
            boolean named,
            boolean secure,
            InetAddress peer,
            NamedCaller caller,
            @Nullable ClientCertificate certificate) {
        this.certificate = certificate;
        this.head = head;
        this.named = named;
        this.secure = secure;
        this.peer = peer;
        this.caller = caller;
    }

    /**
     * The request with these parts.
     *
     * @param target a path with its query, or a URL as a browser would show it, whose host stands for a missing {@code Host}
     * @param lines headers as {@code Name: value}
     * @param peer the address at the other end of the connection
     * @param caller who is taken to send it
     */
    public static LiteralRequest of(String method, String target, List<String> lines, String peer, NamedCaller caller)
            throws UnusableRequest {
        InetAddress address = AddressLiteral.parse(peer);
        if (address == null) {
            throw new UnusableRequest("the address is not an IP address (expected 192.0.2.1 or 2001:db8::1)");
        }
        var head = new StringBuilder();
        append(head, method, "the method");
        append(head.append(' '), target, "the path");
        head.append(" HTTP/1.1\r\n");
        boolean hasHost = lines.stream().anyMatch(line -> line.regionMatches(true, 0, "Host:", 0, 5));
        String host = hostOf(target);
        if (!hasHost) {
            head.append("Host: ").append(host.isEmpty() ? SOME_HOST : host).append("\r\n");
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.indexOf(':') < 0) {
                throw new UnusableRequest("header " + (i + 1) + " has no colon (expected 'Name: value')");
            }
            append(head, line, "header " + (i + 1));
            head.append("\r\n");
        }
        return new LiteralRequest(
                head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8),
                hasHost || !host.isEmpty(),
                target.regionMatches(true, 0, HTTPS, 0, HTTPS.length()),
                address,
                caller,
                null);
    }

    /** The same over a connection whose client has a certificate, that of a subject or of a SHA-256 fingerprint; null for none. */
    public LiteralRequest certified(@Nullable String by) throws UnusableRequest {
        if (by == null) {
            return this;
        }
        String hex = by.replace(":", "").toLowerCase(Locale.ROOT);
        ClientCertificate known;
        if (hex.matches("[0-9a-f]{64}")) {
            known = new ClientCertificate("", hex);
        } else {
            try {
                known = new ClientCertificate(new X500Principal(by).getName(), "");
            } catch (IllegalArgumentException e) {
                throw new UnusableRequest(
                        "the certificate is neither a subject nor a fingerprint (expected CN=orders,O=Acme or 64 hex digits)");
            }
        }
        return new LiteralRequest(head, named, true, peer, caller, known);
    }

    private static void append(StringBuilder head, String part, String name) throws UnusableRequest {
        if (part.indexOf('\n') >= 0) {
            throw new UnusableRequest(name + " holds a line feed: that would be two lines");
        }
        head.append(part);
    }

    /** The host of a URL; empty for anything else. */
    private static String hostOf(String target) {
        int from = target.startsWith("/") ? -1 : target.indexOf("://");
        int to = from + 3;
        while (to < target.length() && "/?#".indexOf(target.charAt(to)) < 0) {
            to++;
        }
        return from < 0 ? "" : target.substring(from + 3, to);
    }

    /** As a connection with these limits reads it. */
    LiteralHead read(HeadLimits limits) {
        var parser = new RequestHeadParser(limits);
        parser.read(head, head.length);
        return new LiteralHead(parser, named, secure, peer, certificate);
    }

    /** Who is taken to send it. */
    NamedCaller caller() {
        return caller;
    }
}
