package io.gatehouse.registry.soajs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entry {@code gateway} of the custom registry: maintenance, banned and trusted addresses; and what has no counterpart. */
final class GatewaySettings {

    private final Fields gateway;

    GatewaySettings(Fields gateway) {
        this.gateway = gateway;
    }

    /** Throttling by service; null if nothing is said. */
    @Nullable
    Fields throttling() {
        return gateway.objectOrEmpty("traffic").object("throttling");
    }

    /** Whether a slow request is prolonged as long as its service's heart beats. */
    boolean renews() {
        return !gateway.objectOrEmpty("gotoService").flag("renewReqMonitorOff");
    }

    void addTo(MappingBuilder policy) {
        Fields maintenance = gateway.object("maintenanceMode");
        if (maintenance != null) {
            policy.put("maintenance", maintenance(maintenance));
        }
        Fields traffic = gateway.objectOrEmpty("traffic");
        List<String> banned = traffic.texts("ip2ban");
        if (banned != null && !banned.isEmpty()) {
            policy.texts("ip-ban", banned);
        }
        if ("mongo".equals(traffic.raw("model"))) {
            traffic.notice("model", "counters in MongoDB", "they are kept where throttling.store of gateway.yml says");
        }
        Fields whitelist = gateway.objectOrEmpty("mt").object("whitelist");
        if (whitelist != null) {
            trusted(whitelist, policy);
        }
        tellOthers();
    }

    private static MappingBuilder maintenance(Fields theirs) {
        var branch = new MappingBuilder(theirs.origin()).flag("on", theirs.flag("on"));
        Long status = theirs.whole("status");
        if (status != null && status != 0) {
            branch.number("status", status);
        }
        String message = theirs.text("message");
        branch.text(
                "message", message == null || message.isEmpty() ? "Maintenance mode is on, come back soon" : message);
        if (theirs.raw("retryAfter") instanceof String) {
            theirs.notice("retryAfter", "a text", "callers are not told when to come back");
        } else {
            Long seconds = theirs.whole("retryAfter");
            if (seconds != null && seconds > 0) {
                branch.text("retry-after", seconds + "s");
            }
        }
        return branch;
    }

    private static void trusted(Fields whitelist, MappingBuilder policy) {
        List<String> addresses = whitelist.texts("ips");
        boolean acl = whitelist.flag("acl");
        boolean oauth = whitelist.flag("oauth");
        if (addresses == null || addresses.isEmpty() || (!acl && !oauth)) {
            return;
        }
        var skip = new ArrayList<String>();
        if (acl) {
            skip.addAll(List.of("addresses", "geo", "device", "acl"));
        }
        if (oauth) {
            skip.add("token");
        }
        if (oauth && !acl) {
            whitelist.notice(
                    "oauth",
                    "no token wanted, though access rules stay",
                    "these clients pass for any user, in no group");
        }
        policy.put(
                "trusted-clients",
                new MappingBuilder(whitelist.origin())
                        .texts("addresses", addresses)
                        .texts("skip", skip));
    }

    private void tellOthers() {
        for (String name : gateway.names()) {
            if (gateway.raw(name) == null) {
                continue;
            }
            switch (name) {
                case "maintenanceMode", "traffic", "mt" -> {}
                case "lastSeen" -> {
                    if (!(gateway.raw(name) instanceof Map<?, ?> map) || !Boolean.FALSE.equals(map.get("active"))) {
                        gateway.notice(name, "telling a service when users were seen", "nobody is told");
                    }
                }
                case "gotoService" -> {
                    if (gateway.objectOrEmpty(name).raw("monitor") != null) {
                        gateway.notice(name + ".monitor", "which services are monitored", "all have metrics");
                    }
                }
                case "idempotency" -> gateway.notice(name, "idempotency keys", "repeated requests are forwarded");
                case "cache" -> gateway.notice(name, "remembered answers", "every request is forwarded");
                default -> gateway.notice(name, "a setting that is not known", "it has no effect");
            }
        }
    }
}
