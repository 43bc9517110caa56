package io.gatehouse.http.probe;

import io.gatehouse.domain.health.ProbeTarget;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/** The bytes of a probe's request. */
final class ProbeQuestion {

    private ProbeQuestion() {}

    /** The request; refuses a path or name that would end a line or hold a blank. */
    static byte[] bytes(ProbeTarget target) throws NotAskable {
        String authority = target.address().authority();
        if (!isPlain(target.path()) || !isPlain(authority)) {
            throw new NotAskable();
        }
        return ("GET " + target.path() + " HTTP/1.1\r\nHost: " + authority
                        + "\r\nUser-Agent: gatehouse-probe\r\nAccept: */*\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isPlain(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** The path or the name cannot stand in a request. */
    static final class NotAskable extends ProtocolException {
        private static final long serialVersionUID = 1L;
    }
}
