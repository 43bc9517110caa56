package io.gatehouse.http.connection;

import java.io.IOException;

/** The framing of a request body makes no sense: where it ends, and whether something comes behind it, nobody can say. */
public final class MalformedBodyException extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedBodyException() {
        super("the chunks of the request body are malformed");
    }
}
