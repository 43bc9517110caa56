package io.gatehouse.domain.admin;

import io.gatehouse.domain.Port;

/**
 * A response of the admin port that goes on until its client leaves, such as a stream of events.
 *
 * <p>The server asks for what is next whenever its client has taken what was before, so a slow client is asked for less often: whoever
 * makes events bounds what waits here, and drops the rest. The server has room for {@link #MOST} streams of all routes together; beyond it answers 503.
 * A client that takes nothing for half a minute is dropped.
 *
 * <p>{@link #begin} is called once, {@link #ended} once behind it, or alone where nobody gets the stream. All methods are called by one thread at a
 * time, an I/O thread of the admin server, and return at once.
 */
@Port
public interface AdminStream {

    /** How many streams there are at a time. */
    int MOST = 16;

    /** How many bytes are asked for at a time. */
    int MOST_BYTES = 64 * 1024;

    /** How long nothing is sent at most, in seconds. */
    int HEARTBEAT_SECONDS = 10;

    /** Begins. From now on {@code ready} is to be run, on any thread, when there is something next after there was nothing. */
    void begin(Runnable ready);

    /** What is sent next, at most {@link #MOST_BYTES}; empty if there is nothing now. */
    byte[] next();

    /**
     * What is sent where nothing else was for {@link #HEARTBEAT_SECONDS}, so that both sides notice when the other is gone; a comment of a stream of
     * events, unless it is something else.
     */
    default byte[] heartbeat() {
        return new byte[] {':', '\n', '\n'};
    }

    /** Nobody reads it any more. */
    void ended();
}
