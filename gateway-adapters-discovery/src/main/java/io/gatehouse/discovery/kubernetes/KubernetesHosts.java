package io.gatehouse.discovery.kubernetes;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Matching;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ready endpoints of a Service. */
@Described("The ready endpoints of a Service of Kubernetes.")
public record KubernetesHosts(
        @Described("The Service.") @Matching(value = LABEL, expected = A_LABEL)
        String kubernetes,

        @Described("The name or number of the endpoints' port; needs not be said where there is one alone.")
        @Matching(value = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", expected = "the name of a port, or its number")
        @Nullable
        String port,

        @Described("The namespace of the Service, if it is not that of the configuration.")
        @Matching(value = LABEL, expected = A_LABEL)
        @Nullable
        String namespace,

        @Described("Whether endpoints are spoken to over TLS.") @Default("false")
        boolean tls,

        @Described(
                "Whether endpoints are spoken to by HTTP/2, without asking them first; if it is not said, where appProtocol of the port is kubernetes.io/h2c, h2c, h2, http2 or grpc.")
        @Nullable
        Boolean http2)
        implements KubernetesQuestion {

    static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    static final String A_LABEL = "a name of lower-case letters, digits and '-'";

    @Override
    public String group() {
        return "/apis/discovery.k8s.io/v1";
    }

    @Override
    public String resource() {
        return "endpointslices";
    }

    @Override
    public List<String> selections() {
        return List.of("labelSelector="
                + URLEncoder.encode("kubernetes.io/service-name=" + kubernetes, StandardCharsets.UTF_8));
    }

    @Override
    public WatchedObjects objects(@Nullable String zone) {
        return new EndpointSlices(this, zone);
    }

    @Override
    public String subject() {
        return kubernetes;
    }
}
