package io.gatehouse.http.admin;

/**
 * One path of the admin server.
 *
 * @param method the only method it answers; {@code GET} answers {@code HEAD} as well
 * @param path the exact path
 * @param endpoint what answers
 * @param guarded whether it is for those who have the admin token only; see {@link AdminGuard}
 * @param largestBody how many bytes the body of a request may have, 0 for routes that take none; routes for more than usual
 *     answer one request at a time
 */
public record AdminRoute(String method, String path, AdminEndpoint endpoint, boolean guarded, int largestBody) {

    /** The usual limit of bodies of routes that take one, in bytes. */
    public static final int USUAL_BODY = 1024 * 1024;

    /** A route for reading what everybody who reaches the admin port may see. */
    public static AdminRoute get(String path, AdminEndpoint endpoint) {
        return new AdminRoute("GET", path, endpoint, false, 0);
    }

    /** A route for reading what shows configuration: guarded. */
    public static AdminRoute guardedGet(String path, AdminEndpoint endpoint) {
        return new AdminRoute("GET", path, endpoint, true, 0);
    }

    /** A route that does something, or takes a body; guarded. */
    public static AdminRoute post(String path, AdminEndpoint endpoint) {
        return new AdminRoute("POST", path, endpoint, true, 0);
    }

    /** The same with bodies of up to this many bytes. */
    public AdminRoute taking(int bytes) {
        return new AdminRoute(method, path, endpoint, guarded, bytes);
    }
}
