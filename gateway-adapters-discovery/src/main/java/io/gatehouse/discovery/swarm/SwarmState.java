package io.gatehouse.discovery.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.discovery.api.ApiFailure;
import io.gatehouse.discovery.watch.ApplicationProtocol;
import io.gatehouse.discovery.watch.CanonicalHost;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The services and running tasks of a swarm at one moment, as far as hosts follow from them. */
final class SwarmState {

    private static final String PORT_LABEL = "gatehouse.port";
    private static final String PROTOCOL_LABEL = "gatehouse.protocol";

    private final Map<String, Service> services = new TreeMap<>();
    private final Map<String, List<Task>> tasks = new HashMap<>();

    private record Service(String id, JsonNode labels, List<Integer> targets) {}

    /** A task by the networks that it is in. */
    private record Task(
            Map<String, String> addresses, @Nullable String first) {}

    void addService(JsonNode service) {
        JsonNode spec = service.path("Spec");
        var targets = new TreeSet<Integer>();
        for (JsonNode port : service.path("Endpoint").path("Ports")) {
            if (port.path("Protocol").asText("tcp").equals("tcp")) {
                targets.add(port.path("TargetPort").asInt());
            }
        }
        services.put(
                spec.path("Name").asText(""),
                new Service(service.path("ID").asText(""), spec.path("Labels"), List.copyOf(targets)));
    }

    void addTask(JsonNode task) {
        boolean running = task.path("Status").path("State").asText("").equals("running")
                && task.path("DesiredState").asText("running").equals("running");
        if (!running) {
            return;
        }
        var addresses = new HashMap<String, String>();
        String first = null;
        for (JsonNode attachment : task.path("NetworksAttachments")) {
            JsonNode network = attachment.path("Network").path("Spec");
            String address = attachment.path("Addresses").path(0).asText("");
            int prefix = address.indexOf('/');
            String host = CanonicalHost.of(prefix < 0 ? address : address.substring(0, prefix));
            String name = network.path("Name").asText("");
            if (!host.isEmpty()) {
                addresses.put(name, host);
                boolean ingress = network.path("Ingress").asBoolean(false) || name.equals("ingress");
                first = first == null && !ingress ? host : first;
            }
        }
        tasks.computeIfAbsent(task.path("ServiceID").asText(""), id -> new ArrayList<>())
                .add(new Task(addresses, first));
    }

    /** The identifiers of the services that are asked for, as far as they are there. */
    List<String> ids(List<SwarmHosts> questions) {
        var ids = new TreeSet<String>();
        for (SwarmHosts question : questions) {
            Service service = service(question);
            if (service != null) {
                ids.add(service.id());
            }
        }
        return List.copyOf(ids);
    }

    private @Nullable Service service(SwarmHosts question) {
        String labels = question.labels();
        if (labels != null) {
            for (Service service : services.values()) {
                if (Arrays.stream(labels.split(",")).allMatch(label -> has(service, label))) {
                    return service;
                }
            }
        }
        return services.get(question.swarm());
    }

    private static boolean has(Service service, String label) {
        int equals = label.indexOf('=');
        return equals > 0
                && service.labels().path(label.substring(0, equals)).asText("").equals(label.substring(equals + 1));
    }

    /**
     * The hosts of a service; none if it is not there or does not run.
     *
     * @throws ApiFailure if its tasks cannot be reached so
     */
    List<Host> hosts(SwarmHosts question, @Nullable String network) throws ApiFailure {
        Service service = service(question);
        List<Task> running = service == null ? List.of() : tasks.getOrDefault(service.id(), List.of());
        if (service == null || running.isEmpty()) {
            return List.of();
        }
        int port = port(service, question.port());
        boolean http2 = ApplicationProtocol.isHttp2(
                question.http2(), service.labels().path(PROTOCOL_LABEL).asText(""));
        var hosts = new ArrayList<Host>();
        for (Task task : running) {
            String address = network == null ? task.first() : task.addresses().get(network);
            if (address != null) {
                hosts.add(new Host(new HostAddress(question.tls(), http2, address, port), 1));
            }
        }
        if (hosts.isEmpty()) {
            throw new ApiFailure("none of its " + running.size() + " tasks is in "
                    + (network == null ? "a network besides ingress" : "the network " + network));
        }
        return hosts;
    }

    private static int port(Service service, @Nullable Integer asked) throws ApiFailure {
        if (asked != null) {
            return asked;
        }
        String label = service.labels().path(PORT_LABEL).asText(null);
        if (label != null && label.matches("[0-9]{1,5}")) {
            return Integer.parseInt(label);
        }
        if (service.targets().size() == 1) {
            return service.targets().get(0);
        }
        throw new ApiFailure("which port is meant has to be said, here or by its label " + PORT_LABEL);
    }
}
