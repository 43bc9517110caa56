package io.gatehouse.http.admin;

import java.util.Map;
import java.util.function.Supplier;

/** Says whether a balancer in front should send requests: 200, else 503 with the reason. */
final class Readyz implements NonBlockingEndpoint {

    private static final AdminResponse READY = AdminResponse.json(200, Map.of("status", "ready"));

    private final Supplier<Readiness> readiness;

    Readyz(Supplier<Readiness> readiness) {
        this.readiness = readiness;
    }

    @Override
    public AdminResponse answer(AdminRequest request) {
        Readiness now = readiness.get();
        return now == Readiness.READY ? READY : AdminResponse.problem(503, now.sentence());
    }
}
