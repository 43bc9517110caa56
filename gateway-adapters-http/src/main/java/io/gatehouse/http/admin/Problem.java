package io.gatehouse.http.admin;

import io.undertow.util.StatusCodes;

/** RFC 9457 problem details. */
record Problem(String type, String title, int status, String detail) {

    static Problem of(int status, String detail) {
        return new Problem("about:blank", StatusCodes.getReason(status), status, detail);
    }
}
