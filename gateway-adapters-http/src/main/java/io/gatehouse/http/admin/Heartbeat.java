package io.gatehouse.http.admin;

/** The sign of life in the shape that SOAJS tools look for. */
final class Heartbeat implements AdminEndpoint {

    private final SoajsResponses answers;

    Heartbeat(SoajsResponses answers) {
        this.answers = answers;
    }

    @Override
    public AdminResponse answer(AdminRequest request) {
        return answers.plain(request, true);
    }
}
