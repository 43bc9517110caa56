package io.gatehouse.app.demo;

import java.util.List;

/** The calls that the demonstration suggests. They can be made in this order; the first is one that succeeds. */
final class DemoCalls {

    /** The key of the demonstration's tenant. */
    static final String KEY = "demo-key";

    private DemoCalls() {}

    /** The calls, for a gateway and an admin port at these URLs, and the host that can be switched to sick. */
    static List<DemoCall> of(String gateway, String admin, String patient) {
        String withKey = "curl -H 'key: " + KEY + "' ";
        return List.of(
                new DemoCall(200, "by the service's name; each host has its turn", withKey + gateway + "/orders/items"),
                new DemoCall(401, "the same without a key", "curl " + gateway + "/orders/items"),
                new DemoCall(
                        403,
                        "what the tenant's package does not include",
                        withKey + "-X DELETE " + gateway + "/orders/items/42"),
                new DemoCall(
                        429,
                        "more than three calls a minute of what is limited",
                        withKey + "'" + gateway + "/orders/offers?[1-5]'"),
                new DemoCall(200, "with a version", withKey + gateway + "/orders/v1/items/42"),
                new DemoCall(200, "by a route", withKey + "-d book=1 " + gateway + "/api/v1/items"),
                new DemoCall(404, "no such service", "curl " + gateway + "/unknown"),
                new DemoCall(404, "no such version", withKey + gateway + "/orders/v9/items"),
                new DemoCall(400, "a path with two readings", "curl --path-as-is " + gateway + "/orders/../admin"),
                new DemoCall(
                        200,
                        "make " + patient + " sick: within a second it gets no more calls",
                        withKey + "-X POST " + gateway + "/orders/sick"),
                new DemoCall(200, "the health of every host", "curl " + admin + "/health"),
                new DemoCall(200, "make " + patient + " well again", withKey + "-X POST " + gateway + "/orders/well"),
                new DemoCall(200, "what the gateway has counted", "curl " + admin + "/metrics"));
    }
}
