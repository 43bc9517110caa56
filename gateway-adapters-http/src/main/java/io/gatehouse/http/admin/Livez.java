package io.gatehouse.http.admin;

import java.util.Map;

/** Says that the process works at all; whoever gets no answer may restart it. */
final class Livez implements AdminEndpoint {

    @Override
    public AdminAnswer answer(AdminRequest request) {
        return AdminAnswer.json(200, Map.of("status", "alive"));
    }
}
