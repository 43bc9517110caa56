package io.gatehouse.http.proxy;

import io.gatehouse.domain.service.HeaderEdits;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Map;
import java.util.Set;

/** Hands the headers of an upstream's answer on to the client. */
final class AnswerHeaders {

    private static final HttpString VIA = new HttpString("Via");
    private static final String VIA_US = "1.1 gatehouse";

    /** What concerns the connection to the upstream only, or is written by the gateway itself. */
    private static final Set<HttpString> STAY = Set.of(
            Headers.CONNECTION,
            new HttpString("Keep-Alive"),
            new HttpString("Proxy-Connection"),
            new HttpString("Proxy-Authenticate"),
            new HttpString("Proxy-Authentication-Info"),
            Headers.TE,
            Headers.TRAILER,
            Headers.TRANSFER_ENCODING,
            Headers.UPGRADE,
            new HttpString("X-Request-Id"));

    private AnswerHeaders() {}

    static void apply(AnswerHead head, HttpServerExchange http, HeaderEdits edits) {
        HeaderMap to = http.getResponseHeaders();
        Set<HttpString> nominated = Nominated.by(head);
        for (int i = 0; i < head.count(); i++) {
            HttpString name = head.name(i);
            if (!STAY.contains(name) && (nominated.isEmpty() || !nominated.contains(name))) {
                to.add(name, head.value(i));
            }
        }
        to.add(VIA, VIA_US);
        if (!edits.isEmpty()) {
            edit(to, edits);
        }
    }

    private static void edit(HeaderMap headers, HeaderEdits edits) {
        for (String text : edits.remove()) {
            var name = new HttpString(text);
            if (!isFraming(name)) {
                headers.remove(name);
            }
        }
        for (Map.Entry<String, String> header : edits.set().entrySet()) {
            var name = new HttpString(header.getKey());
            if (!isFraming(name)) {
                headers.put(name, header.getValue());
            }
        }
    }

    /** Whether a header says where the answer ends: no configuration may change that. */
    private static boolean isFraming(HttpString name) {
        return name.equals(Headers.CONTENT_LENGTH)
                || name.equals(Headers.TRANSFER_ENCODING)
                || name.equals(Headers.CONNECTION);
    }
}
