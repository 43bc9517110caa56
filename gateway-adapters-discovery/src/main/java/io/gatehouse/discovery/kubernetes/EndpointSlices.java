package io.gatehouse.discovery.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.discovery.api.ApiFailure;
import io.gatehouse.discovery.watch.ApplicationProtocol;
import io.gatehouse.discovery.watch.CanonicalHost;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The EndpointSlices of one Service, by their names, as far as hosts follow from them. Not safe for concurrent use. */
final class EndpointSlices implements WatchedObjects {

    private static final List<String> FAMILIES = List.of("IPv4", "IPv6", "FQDN");

    private final Map<String, Slice> slices = new LinkedHashMap<>();

    private record Slice(String family, Map<String, Port> ports, List<Endpoint> ready) {}

    private record Port(int number, String protocol) {}

    private record Endpoint(String address, Set<String> zones) {}

    private final KubernetesHosts question;
    private final @Nullable String zone;

    /**
     * None, to begin with.
     *
     * @param zone where the gateway is, so that endpoints meant for it are preferred; or null
     */
    EndpointSlices(KubernetesHosts question, @Nullable String zone) {
        this.question = question;
        this.zone = zone;
    }

    @Override
    public void put(JsonNode slice) throws ApiFailure {
        slices.put(WatchedObjects.name(slice), read(slice));
    }

    @Override
    public void remove(JsonNode slice) throws ApiFailure {
        slices.remove(WatchedObjects.name(slice));
    }

    private static Slice read(JsonNode slice) {
        var ports = new LinkedHashMap<String, Port>();
        for (JsonNode port : slice.path("ports")) {
            if (port.path("protocol").asText("TCP").equals("TCP")
                    && port.path("port").isInt()) {
                var read = new Port(
                        port.path("port").asInt(), port.path("appProtocol").asText(""));
                ports.put(port.path("name").asText(""), read);
            }
        }
        var ready = new ArrayList<Endpoint>();
        for (JsonNode endpoint : slice.path("endpoints")) {
            // Not known is ready, and of several addresses, which are those of one pod, the first counts: so says the
            // API.
            String address = endpoint.path("addresses").path(0).asText("");
            if (endpoint.path("conditions").path("ready").asBoolean(true) && !address.isEmpty()) {
                var zones = new LinkedHashSet<String>();
                endpoint.path("hints")
                        .path("forZones")
                        .forEach(zone -> zones.add(zone.path("name").asText("")));
                ready.add(new Endpoint(CanonicalHost.of(address), zones));
            }
        }
        return new Slice(slice.path("addressType").asText(FAMILIES.get(0)), ports, ready);
    }

    /**
     * Of one family of addresses, as a pod of a cluster with two of them has both.
     *
     * @throws ApiFailure if the port that is asked for, or the only one, is not to be found
     */
    @Override
    public List<Host> hosts() throws ApiFailure {
        for (String family : FAMILIES) {
            List<Slice> all = slices.values().stream()
                    .filter(slice ->
                            slice.family().equals(family) && !slice.ready().isEmpty())
                    .toList();
            if (!all.isEmpty()) {
                boolean zoned = zone != null && areMeantForZones(all, zone);
                var hosts = new ArrayList<Host>();
                for (Slice slice : all) {
                    Port port = port(slice.ports(), question.port());
                    boolean http2 = ApplicationProtocol.isHttp2(question.http2(), port.protocol());
                    for (Endpoint endpoint : slice.ready()) {
                        if (!zoned || endpoint.zones().contains(zone)) {
                            var address = new HostAddress(question.tls(), http2, endpoint.address(), port.number());
                            hosts.add(new Host(address, 1));
                        }
                    }
                }
                return hosts;
            }
        }
        return List.of();
    }

    /** As kube-proxy has it: hints count where every endpoint has some and one is for this zone. */
    private static boolean areMeantForZones(List<Slice> slices, String zone) {
        boolean any = false;
        for (Slice slice : slices) {
            for (Endpoint endpoint : slice.ready()) {
                if (endpoint.zones().isEmpty()) {
                    return false;
                }
                any |= endpoint.zones().contains(zone);
            }
        }
        return any;
    }

    private static Port port(Map<String, Port> ports, @Nullable String asked) throws ApiFailure {
        if (asked == null && ports.size() == 1) {
            return ports.values().iterator().next();
        }
        if (asked != null && ports.containsKey(asked)) {
            return ports.get(asked);
        }
        if (asked != null && asked.matches("[0-9]{1,5}")) {
            int number = Integer.parseInt(asked);
            return ports.values().stream()
                    .filter(port -> port.number() == number)
                    .findFirst()
                    .orElse(new Port(number, ""));
        }
        String there = ports.isEmpty() ? "it has none" : "it has " + String.join(", ", new TreeSet<>(ports.keySet()));
        throw new ApiFailure(
                asked == null
                        ? "which port is meant has to be said; " + there
                        : "no port is named " + asked + "; " + there);
    }
}
