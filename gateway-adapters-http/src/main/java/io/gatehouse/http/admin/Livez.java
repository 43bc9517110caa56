package io.gatehouse.http.admin;

import java.util.Map;

/** Says that the process works at all; whoever gets no answer may restart it. */
final class Livez implements NonBlockingEndpoint {

    private static final AdminResponse ALIVE = AdminResponse.json(200, Map.of("status", "alive"));

    @Override
    public AdminResponse answer(AdminRequest request) {
        return ALIVE;
    }
}
