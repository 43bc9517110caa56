package io.gatehouse.discovery.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Matching;
import io.gatehouse.configuration.Range;
import io.gatehouse.discovery.api.ApiFailure;
import io.gatehouse.discovery.watch.ApplicationProtocol;
import io.gatehouse.discovery.watch.CanonicalHost;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The cluster address of a Service, behind which the cluster itself balances. */
@Described("The cluster address of a Service of Kubernetes, behind which the cluster balances by itself.")
public record ClusterServiceHosts(
        @Described("The Service, if labels find none.")
        @Matching(value = KubernetesHosts.LABEL, expected = KubernetesHosts.A_LABEL)
        String kubernetesService,

        @Described("Labels that find it, whatever its name, such as app=orders,tier=back.")
        @Matching(value = "[A-Za-z0-9_./=,-]{1,1000}", expected = "labels such as app=orders,tier=back")
        @Nullable
        String labels,

        @Described("The port of the Service.") @Range(min = 1, max = 65535)
        int port,

        @Described("The namespace of the Service, if it is not that of the configuration.")
        @Matching(value = KubernetesHosts.LABEL, expected = KubernetesHosts.A_LABEL)
        @Nullable
        String namespace,

        @Described("Whether it is spoken to over TLS.") @Default("false")
        boolean tls,

        @Described(
                "Whether it is spoken to by HTTP/2, without asking it first; if it is not said, where appProtocol of the port is kubernetes.io/h2c, h2c, h2, http2 or grpc.")
        @Nullable
        Boolean http2)
        implements KubernetesQuestion {

    @Override
    public String group() {
        return "/api/v1";
    }

    @Override
    public String resource() {
        return "services";
    }

    @Override
    public List<String> selections() {
        String byName = "fieldSelector=" + encoded("metadata.name=" + kubernetesService);
        return labels == null ? List.of(byName) : List.of("labelSelector=" + encoded(labels), byName);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public WatchedObjects objects(@Nullable String zone) {
        return new ClusterAddresses();
    }

    @Override
    public String subject() {
        return kubernetesService;
    }

    /** The cluster addresses of Services by their names; those without one have none. */
    private final class ClusterAddresses implements WatchedObjects {

        private final TreeMap<String, HostAddress> addresses = new TreeMap<>();

        @Override
        public void put(JsonNode service) throws ApiFailure {
            String address = service.path("spec").path("clusterIP").asText("");
            String name = WatchedObjects.name(service);
            if (address.isEmpty() || address.equals("None")) {
                addresses.remove(name);
            } else {
                addresses.put(name, new HostAddress(tls, isHttp2(service), CanonicalHost.of(address), port));
            }
        }

        @Override
        public void remove(JsonNode service) throws ApiFailure {
            addresses.remove(WatchedObjects.name(service));
        }

        @Override
        public List<Host> hosts() {
            var hosts = new ArrayList<Host>();
            addresses.values().forEach(address -> hosts.add(new Host(address, 1)));
            return hosts;
        }

        private boolean isHttp2(JsonNode service) {
            String said = "";
            for (JsonNode one : service.path("spec").path("ports")) {
                said = one.path("port").asInt() == port
                        ? one.path("appProtocol").asText("")
                        : said;
            }
            return ApplicationProtocol.isHttp2(http2, said);
        }
    }
}
