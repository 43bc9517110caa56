package io.gatehouse.http.admin;

import java.util.Map;

/** The sign of life in the shape that SOAJS tools look for. */
final class Heartbeat implements AdminEndpoint {

    private final AdminView view;

    Heartbeat(AdminView view) {
        this.view = view;
    }

    /** The answer; {@code ts} is in milliseconds since the epoch. */
    record Beat(boolean result, long ts, Map<String, String> service) {}

    @Override
    public AdminAnswer answer(AdminRequest request) {
        var service = Map.of("service", "gatehouse", "type", "gateway", "version", view.version());
        return AdminAnswer.json(200, new Beat(true, view.now(), service));
    }
}
