package io.gatehouse.app.explain;

import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.domain.request.RequestHeaders;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that somebody has described, and that nobody sends. */
public final class LiteralRequest implements IncomingRequest {

    /** Where requests come from if nobody says otherwise. */
    public static final String USUAL_PEER = "127.0.0.1";

    private final String method;
    private final ExplainTarget target;
    private final LiteralHeaders headers;
    private final InetAddress peer;
    private final NamedCaller caller;

    private LiteralRequest(
            String method, ExplainTarget target, LiteralHeaders headers, InetAddress peer, NamedCaller caller) {
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.peer = peer;
        this.caller = caller;
    }

    /**
     * The request with these parts.
     *
     * @param target a path with its query, or a URL
     * @param lines headers as {@code Name: value}
     * @param peer the address at the other end of the connection
     * @param caller who is taken to send it
     */
    public static LiteralRequest of(String method, String target, List<String> lines, String peer, NamedCaller caller)
            throws UnusableRequest {
        var headers = new LiteralHeaders();
        for (String line : lines) {
            headers.addLine(line);
        }
        return of(method, target, headers, peer, caller);
    }

    static LiteralRequest of(String method, String target, LiteralHeaders headers, String peer, NamedCaller caller)
            throws UnusableRequest {
        if (!LiteralHeaders.isToken(method)) {
            throw new UnusableRequest("the method is not a method name (expected GET, POST, ...)");
        }
        InetAddress address = AddressLiteral.parse(peer);
        if (address == null) {
            throw new UnusableRequest("the address is not an IP address (expected 192.0.2.1 or 2001:db8::1)");
        }
        if (headers.all("Host").size() > 1) {
            throw new UnusableRequest("more than one Host header");
        }
        return new LiteralRequest(method, ExplainTarget.parse(target), headers, address, caller);
    }

    /** Who is taken to send it. */
    NamedCaller caller() {
        return caller;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String rawPath() {
        return target.path();
    }

    @Override
    public @Nullable String rawQuery() {
        return target.query();
    }

    /** The {@code Host} header, else the host of the URL. */
    @Override
    public String authority() {
        String host = headers.first("Host");
        return host == null ? target.authority() : host;
    }

    @Override
    public boolean secure() {
        return target.secure();
    }

    @Override
    public InetAddress peer() {
        return peer;
    }

    @Override
    public RequestHeaders headers() {
        return headers;
    }
}
