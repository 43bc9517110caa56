package io.gatehouse.http.admin;

/** Which services and hosts the gateway knows and how the hosts are, in the shape that SOAJS tools look for. */
final class AwarenessStat implements AdminEndpoint {

    private final SoajsResponses answers;

    AwarenessStat(SoajsResponses answers) {
        this.answers = answers;
    }

    @Override
    public AdminResponse answer(AdminRequest request) {
        return answers.hosts(request);
    }
}
