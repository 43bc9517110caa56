package io.gatehouse.http;

import java.io.IOException;

/** A port could not be listened on; the cause says why. */
public final class ListenFailure extends IOException {

    private static final long serialVersionUID = 1L;

    private final int index;

    ListenFailure(int index, IOException cause) {
        super(cause.getMessage(), cause);
        this.index = index;
    }

    /** Which of the ports it was, from 0. */
    public int index() {
        return index;
    }
}
