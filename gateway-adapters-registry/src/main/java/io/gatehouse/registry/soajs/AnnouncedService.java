package io.gatehouse.registry.soajs;

import io.gatehouse.domain.service.VersionNumber;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A service as the controller announces it to others. */
final class AnnouncedService {

    private static final List<String> FLAGS = List.of(
            "extKeyRequired",
            "urac",
            "urac_Profile",
            "urac_ACL",
            "urac_Config",
            "urac_GroupConfig",
            "tenant_Profile",
            "provision_ACL",
            "oauth");

    private static final long USUAL_TIMEOUT_SECONDS = 30;
    private static final String MAINTENANCE = "maintenance";

    private AnnouncedService() {}

    static Map<String, Object> of(Fields settings, Map<VersionNumber, Fields> declared) {
        var announced = new LinkedHashMap<String, Object>();
        announced.put(
                "requestTimeoutRenewal", settings.raw("requestTimeoutRenewal") instanceof Number number ? number : 0);
        announced.put(
                "requestTimeout",
                settings.raw("requestTimeout") instanceof Number seconds && settings.isTruthy("requestTimeout")
                        ? seconds
                        : USUAL_TIMEOUT_SECONDS);
        var versions = new LinkedHashMap<String, Object>();
        announced.put("versions", versions);
        new TreeMap<>(declared).forEach((number, version) -> {
            versions.put(number.toString(), version(version));
            if (version.raw(MAINTENANCE) instanceof Map<?, ?> maintenance
                    && maintenance.get("readiness") != null
                    && maintenance.get("port") != null) {
                announced.putIfAbsent(
                        MAINTENANCE,
                        Map.of("readiness", maintenance.get("readiness"), "port", maintenance.get("port")));
            }
            announced.put("version", number.toString());
            announced.put("extKeyRequired", version.isTruthy("extKeyRequired"));
            announced.put("oauth", version.isTruthy("oauth"));
        });
        return announced;
    }

    private static Map<String, Object> version(Fields version) {
        var announced = new LinkedHashMap<String, Object>();
        FLAGS.forEach(flag -> announced.put(flag, version.isTruthy(flag)));
        for (String field : List.of("interConnect", MAINTENANCE)) {
            Object value = version.raw(field);
            if (value != null) {
                announced.put(field, value);
            }
        }
        return announced;
    }
}
