package io.gatehouse.http.admin;

/** Which services and hosts the gateway knows and how the hosts are, in the shape that SOAJS tools look for. */
final class AwarenessStat implements AdminEndpoint {

    private final SoajsAnswers answers;

    AwarenessStat(SoajsAnswers answers) {
        this.answers = answers;
    }

    @Override
    public AdminAnswer answer(AdminRequest request) {
        return answers.hosts(request);
    }
}
