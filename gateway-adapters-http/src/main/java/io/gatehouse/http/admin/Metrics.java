package io.gatehouse.http.admin;

import io.gatehouse.http.metrics.PrometheusPage;

/** The page that Prometheus scrapes. */
final class Metrics implements AdminEndpoint {

    private final PrometheusPage page;

    Metrics(PrometheusPage page) {
        this.page = page;
    }

    @Override
    public AdminResponse answer(AdminRequest request) {
        PrometheusPage.Rendered rendered = page.render(request.accept());
        return new AdminResponse(200, rendered.contentType(), rendered.body());
    }
}
