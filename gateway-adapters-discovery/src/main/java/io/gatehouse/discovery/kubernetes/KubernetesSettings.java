package io.gatehouse.discovery.kubernetes;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Matching;
import io.gatehouse.configuration.Secret;
import org.jspecify.annotations.Nullable;

/** Which cluster is asked, as gateway.yml has it. */
@Described("Finds hosts by Services of Kubernetes: hosts {kubernetes: SERVICE, port: NAME}.")
public record KubernetesSettings(
        @Described("The API server: in-cluster for that of the cluster that the gateway runs in, or its URL.")
        @Default("in-cluster")
        KubernetesApi api,

        @Described("The bearer token; in a cluster that of the pod's service account unless one is given.") @Nullable
        Secret token,

        @Described("A file with the token, read anew for every call as tokens rotate; in place of token.") @Nullable
        FilePath tokenFile,

        @Described("PEM certificates that have to have signed that of the API server; in a cluster those of the pod.")
        @Nullable
        FilePath ca,

        @Described("The namespace of Services that name none; in a cluster that of the pod, else default.")
        @Matching(value = KubernetesHosts.LABEL, expected = KubernetesHosts.A_LABEL)
        @Nullable
        String namespace,

        @Described(
                "The zone that the gateway runs in: endpoints that hints assign to it are used, where all have hints.")
        @Nullable
        String zone) {

    public KubernetesSettings {
        if (token != null && tokenFile != null) {
            throw new MalformedValue("token or token-file, not both");
        }
    }
}
