package io.gatehouse.http.admin;

/** Shows every host: 200 while each version has a host to send to, 503 if one has none. */
final class Health implements AdminEndpoint {

    private final AdminView view;

    Health(AdminView view) {
        this.view = view;
    }

    @Override
    public AdminResponse answer(AdminRequest request) {
        HealthReport report = view.report();
        return AdminResponse.json(report.status().equals(HealthReport.FAILING) ? 503 : 200, report);
    }
}
