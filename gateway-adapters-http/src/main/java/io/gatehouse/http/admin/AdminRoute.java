package io.gatehouse.http.admin;

/**
 * One path of the admin server.
 *
 * @param method the only method it answers; {@code GET} answers {@code HEAD} as well
 * @param path the exact path
 * @param endpoint what answers
 */
public record AdminRoute(String method, String path, AdminEndpoint endpoint) {

    /** A route for reading. */
    public static AdminRoute get(String path, AdminEndpoint endpoint) {
        return new AdminRoute("GET", path, endpoint);
    }

    /** A route that does something. */
    public static AdminRoute post(String path, AdminEndpoint endpoint) {
        return new AdminRoute("POST", path, endpoint);
    }
}
