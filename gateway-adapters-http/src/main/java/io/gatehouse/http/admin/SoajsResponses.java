package io.gatehouse.http.admin;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.upstream.UpstreamHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes responses in the shape of the SOAJS controller's maintenance routes, for tools that were written for it. They are
 * always 200: whether it went well is said by {@code result}.
 */
public final class SoajsResponses {

    private final AdminView view;

    /** {@code data} is what was asked for; left out where there is nothing to show. */
    private record Envelope(
            boolean result,
            long ts,
            Speaker service,
            @Nullable Object data) {}

    /** The program, its version, and the route that was asked. */
    private record Speaker(String service, String version, String type, String route) {}

    /** How a host is. */
    private record State(boolean healthy, String version) {}

    public SoajsResponses(AdminView view) {
        this.view = view;
    }

    /** A response that says no more than how it went. */
    public AdminResponse plain(AdminRequest request, boolean result) {
        return of(request, result, null);
    }

    /** The services with their hosts, and how these are. */
    public AdminResponse hosts(AdminRequest request) {
        return of(request, true, data(true));
    }

    /** What is served after it has been loaded again, without settings and secrets; nothing of it where that failed. */
    public AdminResponse registry(AdminRequest request, boolean result) {
        return of(request, result, result ? registry() : null);
    }

    private AdminResponse of(AdminRequest request, boolean result, @Nullable Object data) {
        var speaker = new Speaker("gatehouse", view.version(), "rest", request.path());
        return AdminJson.response(200, new Envelope(result, view.now(), speaker, data));
    }

    private Map<String, Object> registry() {
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
            if (!service.onlyRedirects()) {
                services.put(service.name(), service(service, withState));
            }
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
        var shown = new LinkedHashMap<String, Object>();
        shown.put("port", port);
        shown.put("hosts", hosts);
        if (withState) {
            shown.put("awarenessStats", states);
        }
        return shown;
    }

    /** SOAJS has one port for a service, and names its hosts without it. */
    private static String name(HostAddress host, int port) {
        return host.port() == port ? host.host() : host.authority();
    }
}
