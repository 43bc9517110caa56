package io.gatehouse.http.admin;

import io.gatehouse.domain.admin.AdminRoute;
import io.undertow.server.HttpServerExchange;
import org.jspecify.annotations.Nullable;

/**
 * The room for bodies of requests: so many bytes in all those of usual size at a time, and one larger one, so that they cannot
 * fill the memory of the gateway.
 *
 * <p>Used on the server's I/O thread only.
 */
final class RequestBodies {

    static final int MOST_USUAL_BYTES = 8 * AdminRoute.USUAL_BODY;

    private long usualBytes;
    private boolean large;

    /** Room for the body of one request, until it is released. */
    final class Room {

        private final long bytes;
        private final boolean isLarge;
        private boolean released;

        private Room(long bytes, boolean isLarge) {
            this.bytes = bytes;
            this.isLarge = isLarge;
        }

        /** How long the body is, at most. */
        long bytes() {
            return bytes;
        }

        /** Gives the room back; does nothing the second time. */
        void release() {
            if (released) {
                return;
            }
            released = true;
            if (isLarge) {
                large = false;
            } else {
                usualBytes -= bytes;
            }
        }
    }

    /** Takes room for a request of this route; null if there is none. */
    @Nullable
    Room take(HttpServerExchange exchange, AdminTable.Entry route) {
        long declared = exchange.isRequestComplete() ? 0 : exchange.getRequestContentLength();
        long bytes = declared < 0 ? route.largestBody() : declared;
        boolean isLarge = route.largestBody() > AdminRoute.USUAL_BODY;
        if (isLarge ? large : usualBytes + bytes > MOST_USUAL_BYTES) {
            return null;
        }
        if (isLarge) {
            large = true;
        } else {
            usualBytes += bytes;
        }
        return new Room(bytes, isLarge);
    }
}
