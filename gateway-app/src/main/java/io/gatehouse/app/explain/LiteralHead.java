package io.gatehouse.app.explain;

import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.request.ClientCertificate;
import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.domain.request.RequestHeaders;
import io.gatehouse.http.codec.RequestHeadParser;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A described request as the parser of the gateway's connections reads it. Prints only the names of headers. */
final class LiteralHead implements IncomingRequest, RequestHeaders {

    private final String method;
    private final String path;
    private final @Nullable String query;
    private final String authority;
    private final boolean secure;
    private final InetAddress peer;
    private final @Nullable ClientCertificate certificate;
    private final Map<String, List<String>> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final long length;
    private final @Nullable Refusal flaw;

    /** Takes over what has been read last; {@code named} if the request says which host it is for. */
    LiteralHead(
            RequestHeadParser read,
            boolean named,
            boolean secure,
            InetAddress peer,
            @Nullable ClientCertificate certificate) {
        this.certificate = certificate;
        this.method = String.valueOf(read.method());
        this.path = read.path();
        this.query = read.query();
        this.flaw = read.flaw();
        this.length = read.length();
        this.secure = secure;
        this.peer = peer;
        for (int i = 0; i < read.count(); i++) {
            lines.computeIfAbsent(String.valueOf(read.name(i)), first -> new ArrayList<>(1))
                    .add(read.value(i));
        }
        String host = named && flaw == null ? first("Host") : null;
        this.authority = host == null ? "" : host;
    }

    /** Why it is refused before any stage is asked; null if it is not. */
    @Nullable
    Refusal flaw() {
        return flaw;
    }

    /** The Content-Length; negative if there is none. */
    long length() {
        return length;
    }

    @Override
    public @Nullable ClientCertificate certificate() {
        return certificate;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String rawPath() {
        return path;
    }

    @Override
    public @Nullable String rawQuery() {
        return query;
    }

    @Override
    public String authority() {
        return authority;
    }

    @Override
    public boolean secure() {
        return secure;
    }

    @Override
    public InetAddress peer() {
        return peer;
    }

    @Override
    public RequestHeaders headers() {
        return this;
    }

    @Override
    public @Nullable String first(String name) {
        List<String> found = lines.get(name);
        return found == null ? null : found.get(0);
    }

    @Override
    public List<String> all(String name) {
        return List.copyOf(lines.getOrDefault(name, List.of()));
    }

    @Override
    public String toString() {
        return lines.keySet().toString();
    }
}
