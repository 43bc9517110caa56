package io.gatehouse.architecture.planted.closes.http.pool;

import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/** Closes a connection at once. */
final class PlantedPool {
    void ended(StreamConnection connection) {
        IoUtils.safeClose(connection);
    }
}
