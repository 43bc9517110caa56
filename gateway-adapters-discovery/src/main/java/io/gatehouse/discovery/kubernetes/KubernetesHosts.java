package io.gatehouse.discovery.kubernetes;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Matching;
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
        boolean tls) {

    static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    static final String A_LABEL = "a name of lower-case letters, digits and '-'";
}
