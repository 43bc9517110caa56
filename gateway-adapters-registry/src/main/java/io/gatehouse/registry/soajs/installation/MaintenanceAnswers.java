package io.gatehouse.registry.soajs.installation;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.pipeline.SourceRules.Circumstances;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.upstream.UpstreamHost;
import io.gatehouse.registry.soajs.installation.InstallationFacts.ServiceFacts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bson.Document;
import org.bson.json.JsonParseException;
import org.jspecify.annotations.Nullable;

/** What the maintenance port of the controller says to services: the registry with its credentials, and who is where. */
record MaintenanceAnswers(InstallationFacts facts, Registrations registrations) {

    private static final String CONTROLLER = "controller";

    @Nullable
    AdminResponse answer(AdminRequest request, Circumstances now) {
        return switch (request.path()) {
            case "/getRegistry" -> registry(request, now);
            case "/register" -> register(request, now);
            case "/awarenessStat" -> envelope(request, now, true, services(now, true));
            default -> null;
        };
    }

    private AdminResponse registry(AdminRequest request, Circumstances now) {
        String code = request.query().getOrDefault("env", facts.environment());
        Map<?, ?> environment = facts.environments().get(code.toUpperCase(Locale.ROOT));
        if (environment == null || code.isEmpty()) {
            return envelope(request, now, false, null);
        }
        boolean ours = code.equalsIgnoreCase(facts.environment());
        var view = new RegistryView(facts, environment, code.toLowerCase(Locale.ROOT), now.loadedMillis());
        String name = request.query().getOrDefault("name", request.query().getOrDefault("serviceName", ""));
        String type = request.query().getOrDefault("type", "service");
        Map<String, @Nullable Object> shown = view.common(name);
        Map<String, @Nullable Object> services = new LinkedHashMap<>();
        services.put(CONTROLLER, view.controller());
        if (ours && type.equals("service")) {
            ServiceFacts service = facts.services().get(name);
            if (service != null) {
                var own = new LinkedHashMap<String, @Nullable Object>();
                own.put("group", service.group());
                own.put("port", service.port());
                services.put(name, own);
            }
        } else if (ours && !type.equals("mdaemon")) {
            services.putAll(services(now, false));
        }
        shown.put("services", services);
        var awareness = new LinkedHashMap<String, @Nullable Object>();
        awareness.put("host", facts.gateway().host());
        awareness.put("port", facts.gateway().port());
        shown.put("awareness", awareness);
        return envelope(request, now, true, shown);
    }

    private AdminResponse register(AdminRequest request, Circumstances now) {
        Map<?, ?> said;
        try {
            String body = new String(request.body(), StandardCharsets.UTF_8);
            said = body.isBlank() ? request.query() : Document.parse(body);
        } catch (JsonParseException | IllegalArgumentException e) {
            return envelope(request, now, false, null);
        }
        boolean kept = registrations.keep(said);
        var shown = new LinkedHashMap<String, @Nullable Object>();
        ServiceFacts known = facts.services().get(String.valueOf(said.get("name")));
        if (known != null) {
            shown.putAll(known.settings());
        }
        for (String field :
                List.of("group", "port", "version", "requestTimeout", "requestTimeoutRenewal", "extKeyRequired")) {
            if (said.get(field) != null) {
                shown.put(field, said.get(field));
            }
        }
        return envelope(request, now, kept, kept ? shown : null);
    }

    private Map<String, @Nullable Object> services(Circumstances now, boolean alone) {
        var services = new LinkedHashMap<String, @Nullable Object>();
        if (alone) {
            services.put(CONTROLLER, new RegistryView(facts, Map.of(), facts.environment(), 0).controller());
        }
        facts.services().forEach((name, service) -> services.put(name, service(name, service, now)));
        if (!alone) {
            return services;
        }
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("services", services);
        data.put("daemons", Map.of());
        return data;
    }

    private static Map<String, @Nullable Object> service(String name, ServiceFacts service, Circumstances now) {
        var shown = new LinkedHashMap<String, @Nullable Object>();
        shown.put("group", service.group());
        shown.put("port", service.port());
        shown.putAll(service.settings());
        if (service.latest() != null) {
            var hosts = new LinkedHashMap<String, @Nullable Object>();
            hosts.put("latest", service.latest().toString());
            service.hosts().forEach((version, names) -> hosts.put(version.toString(), names));
            shown.put("hosts", hosts);
            shown.put("awarenessStats", states(name, service, now));
        }
        return shown;
    }

    /** How each host is; those of several ports of one machine are one to SOAJS, and it is well if one of them is. */
    private static Map<String, @Nullable Object> states(String name, ServiceFacts service, Circumstances now) {
        var states = new LinkedHashMap<String, @Nullable Object>();
        for (VersionNumber version : service.hosts().keySet()) {
            var healthy = new ArrayList<String>();
            for (UpstreamHost host : now.hosts().apply(new VersionKey(name, version))) {
                var state = new LinkedHashMap<String, @Nullable Object>();
                boolean well = host.healthy() || healthy.contains(host.address().host());
                state.put("lastCheck", now.nowMillis());
                state.put("healthy", well);
                state.put("version", version.toString());
                states.put(host.address().host(), state);
                if (well) {
                    healthy.add(host.address().host());
                }
            }
        }
        return states;
    }

    private static AdminResponse envelope(
            AdminRequest request, Circumstances now, boolean result, @Nullable Object data) {
        var envelope = new LinkedHashMap<String, @Nullable Object>();
        envelope.put("result", result);
        envelope.put("ts", now.nowMillis());
        var speaker = new LinkedHashMap<String, @Nullable Object>();
        speaker.put("service", "gatehouse");
        speaker.put("version", now.version());
        speaker.put("type", "rest");
        speaker.put("route", request.path());
        envelope.put("service", speaker);
        if (data != null) {
            envelope.put("data", data);
        }
        return AdminResponse.json(200, PlainJson.of(envelope));
    }
}
