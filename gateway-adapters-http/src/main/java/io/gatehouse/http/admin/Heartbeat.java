package io.gatehouse.http.admin;

/** The sign of life in the shape that SOAJS tools look for. */
final class Heartbeat implements AdminEndpoint {

    private final SoajsAnswers answers;

    Heartbeat(SoajsAnswers answers) {
        this.answers = answers;
    }

    @Override
    public AdminAnswer answer(AdminRequest request) {
        return answers.plain(request, true);
    }
}
