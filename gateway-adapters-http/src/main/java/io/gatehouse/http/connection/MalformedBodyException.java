package io.gatehouse.http.connection;

import java.io.IOException;

/** A request body makes no sense: what it is, where it ends, and whether something comes behind it, nobody can say. */
public final class MalformedBodyException extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedBodyException() {
        this("the chunks of the request body are malformed");
    }

    public MalformedBodyException(String what) {
        super(what);
    }
}
