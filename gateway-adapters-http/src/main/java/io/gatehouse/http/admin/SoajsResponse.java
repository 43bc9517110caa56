package io.gatehouse.http.admin;

import org.jspecify.annotations.Nullable;

/**
 * An answer in the shape of the SOAJS controller's maintenance routes, for tools that were written for it.
 *
 * @param result whether what was asked for has been done
 * @param ts when, in milliseconds since the epoch
 * @param service who answers
 * @param data what was asked for; left out where there is nothing to tell
 */
record SoajsResponse(
        boolean result, long ts, Speaker service, @Nullable Object data) {

    /** The program, its version, and the route that was asked. */
    record Speaker(String service, String version, String type, String route) {}
}
