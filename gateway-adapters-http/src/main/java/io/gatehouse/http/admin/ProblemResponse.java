package io.gatehouse.http.admin;

import io.undertow.util.StatusCodes;

/** RFC 9457 problem details. */
record ProblemResponse(String type, String title, int status, String detail) {

    static ProblemResponse of(int status, String detail) {
        return new ProblemResponse("about:blank", StatusCodes.getReason(status), status, detail);
    }
}
