package io.gatehouse.domain.admin;

import io.gatehouse.domain.Port;
import java.util.Set;

/**
 * One path of the admin port: what it is for, who may use it, and what it answers.
 *
 * <p>All but {@link #handle} is asked once, at the start, and never changes. A path belongs to one route for each method; a
 * route for what the gateway itself answers there is refused at the start.
 *
 * <p>{@link #handle} is called by several threads at a time. A blocking route has one of two threads for all open ones, or of
 * two for all guarded ones, and should answer within a second; whoever waits too long for a thread gets 503. What it throws
 * is logged and answered with 500. Clients that are slow cost it nothing: bodies are read before it is called and responses
 * sent after it has returned.
 */
@Port
public interface AdminRoute {

    /** The usual limit of bodies of routes that take one, in bytes. */
    int USUAL_BODY = 1024 * 1024;

    /**
     * The path as it is sent, such as {@code /usage}: it begins with a slash and holds visible ASCII without a query. A segment in braces, such as
     * the last one of {@code /logs/{id}}, is a variable: it stands for any segment that is not empty, which is percent-decoded. A path
     * without variables comes before one with.
     */
    String path();

    /** The methods that it answers, in capitals; {@code GET} answers {@code HEAD} as well, which is not to be named. */
    default Set<String> methods() {
        return Set.of("GET");
    }

    /** Whether it is for those who have the admin token only: whatever shows configuration or callers, or changes something. */
    default boolean guarded() {
        return true;
    }

    /**
     * Whether a client may use it without the admin token where it is guarded, by its address; false by default. Quick, as it is asked on
     * an I/O thread.
     */
    default boolean trusts(String client) {
        return false;
    }

    /**
     * How many bytes the body of a request may have; 0, the default, for routes that take none. Routes for more than
     * {@link #USUAL_BODY} answer one request at a time.
     */
    default int largestBody() {
        return 0;
    }

    /**
     * Whether it may block, as it may by default. One that says no is called on the I/O thread of the admin server, whatever
     * else is going on: it must not wait, take a lock or write to a log, and takes no body.
     */
    default boolean blocking() {
        return true;
    }

    /** Answers one request. */
    AdminResponse handle(AdminRequest request);
}
