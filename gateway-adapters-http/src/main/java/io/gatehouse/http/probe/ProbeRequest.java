package io.gatehouse.http.probe;

import io.gatehouse.domain.health.ProbeTarget;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** The bytes of a probe's request. */
final class ProbeRequest {

    private ProbeRequest() {}

    /** The request; refuses a path, name or header that would end a line, and a path or name that holds a blank. */
    static byte[] bytes(ProbeTarget target) throws NotAskable {
        String host = target.host();
        String authority = host == null ? target.address().authority() : host;
        if (!isPlain(target.path()) || !isPlain(authority)) {
            throw new NotAskable();
        }
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.put("User-Agent", "gatehouse-probe");
        headers.put("Accept", "*/*");
        target.headers().forEach((name, value) -> headers.put(name, value.reveal()));
        var head = new StringBuilder("GET " + target.path() + " HTTP/1.1\r\nHost: " + authority + "\r\n");
        for (var header : headers.entrySet()) {
            if (!isPlain(header.getKey()) || hasControls(header.getValue())) {
                throw new NotAskable();
            }
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        return head.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> (c < ' ' && c != '\t') || c >= 0x7f);
    }

    private static boolean isPlain(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** The path, the name or a header cannot stand in a request. */
    static final class NotAskable extends ProtocolException {
        private static final long serialVersionUID = 1L;
    }
}
