package io.gatehouse.http.admin;

/**
 * One path of the admin server.
 *
 * @param method the only method it answers; {@code GET} answers {@code HEAD} as well
 * @param path the exact path
 * @param endpoint what answers
 * @param guarded whether it is for those who have the admin token only; see {@link AdminGuard}
 */
public record AdminRoute(String method, String path, AdminEndpoint endpoint, boolean guarded) {

    /** A route for reading what everybody who reaches the admin port may see. */
    public static AdminRoute get(String path, AdminEndpoint endpoint) {
        return new AdminRoute("GET", path, endpoint, false);
    }

    /** A route for reading what shows configuration: guarded. */
    public static AdminRoute guardedGet(String path, AdminEndpoint endpoint) {
        return new AdminRoute("GET", path, endpoint, true);
    }

    /** A route that does something: guarded. */
    public static AdminRoute post(String path, AdminEndpoint endpoint) {
        return new AdminRoute("POST", path, endpoint, true);
    }
}
