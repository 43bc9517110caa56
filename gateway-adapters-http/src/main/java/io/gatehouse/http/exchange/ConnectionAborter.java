package io.gatehouse.http.exchange;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import java.io.IOException;
import org.xnio.IoUtils;
import org.xnio.Options;

/** Closes a client's connection so that nothing can be taken for a whole answer. */
final class ConnectionAborter {

    private ConnectionAborter() {}

    static void cut(HttpServerExchange http) {
        if (http.isResponseStarted() && !http.isResponseComplete() && endsWithConnection(http)) {
            abort(http);
        }
        IoUtils.safeClose(http.getConnection());
    }

    /** Whether a client takes the end of the connection for the end of the answer. */
    private static boolean endsWithConnection(HttpServerExchange http) {
        HeaderMap headers = http.getResponseHeaders();
        return !headers.contains(Headers.CONTENT_LENGTH) && !headers.contains(Headers.TRANSFER_ENCODING);
    }

    /** Makes the connection end with a reset. */
    private static void abort(HttpServerExchange http) {
        try {
            http.getConnection().setOption(Options.CLOSE_ABORT, true);
        } catch (IOException e) {
            // The connection is beyond repair, which is what was wanted.
        }
    }
}
