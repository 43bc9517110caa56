package io.gatehouse.http.admin;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.upstream.UpstreamHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the gateway knows of services and hosts, in the shape of a SOAJS registry. */
final class Awareness {

    private final AdminView view;

    /** How a host is. */
    record State(boolean healthy, String version) {}

    Awareness(AdminView view) {
        this.view = view;
    }

    /** The services with the state of their hosts. */
    Map<String, Object> hosts() {
        return data(true);
    }

    /** The registry that is served. Settings and secrets are not among it. */
    Map<String, Object> registry() {
        var registry = new LinkedHashMap<String, Object>();
        registry.put("timeLoaded", view.snapshot().loadedMillis());
        registry.put("name", view.environment());
        registry.put("environment", view.environment());
        registry.putAll(data(false));
        return registry;
    }

    private Map<String, Object> data(boolean withState) {
        var services = new LinkedHashMap<String, Object>();
        for (Service service : view.snapshot().services().all()) {
            services.put(service.name(), service(service, withState));
        }
        var data = new LinkedHashMap<String, Object>();
        data.put("services", services);
        data.put("daemons", Map.of());
        return data;
    }

    private Map<String, Object> service(Service service, boolean withState) {
        List<UpstreamHost> newest = view.hosts(service.newest().key());
        int port = newest.isEmpty() ? 0 : newest.get(0).address().port();
        var hosts = new LinkedHashMap<String, Object>();
        hosts.put("latest", service.newest().key().version().toString());
        var states = new LinkedHashMap<String, Object>();
        for (ServiceVersion version : service.versions()) {
            String number = version.key().version().toString();
            List<String> names = new ArrayList<>();
            for (UpstreamHost host : view.hosts(version.key())) {
                String name = name(host.address(), port);
                names.add(name);
                states.put(name, new State(host.healthy(), number));
            }
            hosts.put(number, names);
        }
        var told = new LinkedHashMap<String, Object>();
        told.put("port", port);
        told.put("hosts", hosts);
        if (withState) {
            told.put("awarenessStats", states);
        }
        return told;
    }

    /** SOAJS has one port for a service, and names its hosts without it. */
    private static String name(HostAddress host, int port) {
        return host.port() == port ? host.host() : host.authority();
    }
}
