package io.gatehouse.http.connection;

import io.gatehouse.http.codec.FieldLines;
import io.gatehouse.http.codec.HeadBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;

/** What the head of a response says of its body and its connection, and the bytes of that head. */
final class OutgoingHead {

    private static final String VERSION = "HTTP/1.1 ";

    private OutgoingHead() {}

    /** Where the body of a response ends. */
    enum Framing {
        /** There is no body, whatever is written. */
        NONE,
        /** The head says how long the body is. */
        LENGTH,
        CHUNKED,
        /** The body ends with the connection. */
        UNTIL_CLOSE
    }

    /** Settles the headers that say it, and whether the connection can stay open. */
    static Framing settle(HttpServerExchange http, FieldLines headers) {
        Framing framing = framing(http, headers);
        if (framing == Framing.UNTIL_CLOSE) {
            http.setPersistent(false);
        }
        if (!http.isPersistent()) {
            headers.put(Headers.CONNECTION, "close");
        } else if (http.isHttp10()) {
            headers.put(Headers.CONNECTION, "keep-alive");
        }
        return framing;
    }

    private static Framing framing(HttpServerExchange http, FieldLines headers) {
        if (!Connectors.isEntityBodyAllowed(http)) {
            headers.remove(Headers.CONTENT_LENGTH);
            headers.remove(Headers.TRANSFER_ENCODING);
            return Framing.NONE;
        }
        Framing said = Framing.LENGTH;
        if (headers.contains(Headers.TRANSFER_ENCODING)) {
            headers.remove(Headers.CONTENT_LENGTH);
        }
        if (!headers.contains(Headers.CONTENT_LENGTH)) {
            said = http.isHttp11() ? Framing.CHUNKED : Framing.UNTIL_CLOSE;
            headers.remove(Headers.TRANSFER_ENCODING);
        }
        if (said == Framing.CHUNKED) {
            headers.put(Headers.TRANSFER_ENCODING, "chunked");
        }
        return http.getRequestMethod().equals(Methods.HEAD) ? Framing.NONE : said;
    }

    /** Puts the whole head into a buffer, the empty line included. */
    static void write(HttpServerExchange http, FieldLines headers, HeadBuffer to) {
        int status = http.getStatusCode();
        to.reset().add(VERSION).add((char) ('0' + status / 100)).add((char) ('0' + status / 10 % 10));
        to.add((char) ('0' + status % 10))
                .add(' ')
                .add(StatusCodes.getReason(status))
                .endLine();
        for (int i = 0; i < headers.count(); i++) {
            to.add(headers.name(i)).add(": ");
            headers.writeValue(i, to);
            to.endLine();
        }
        to.endLine();
    }
}
