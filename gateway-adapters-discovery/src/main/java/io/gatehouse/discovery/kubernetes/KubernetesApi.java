package io.gatehouse.discovery.kubernetes;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.ScalarType;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Where the API server is.
 *
 * @param url its URL; null for that of the cluster that the gateway itself runs in
 */
@ScalarType(name = "API server", expected = KubernetesApi.EXPECTED, pattern = "in-cluster|https?://.*")
public record KubernetesApi(@Nullable URI url) {

    static final String EXPECTED = "in-cluster, or a URL such as https://10.0.0.1:6443";

    /** Reads {@code in-cluster} or a URL. */
    public static KubernetesApi parse(String text) {
        if (text.equals("in-cluster")) {
            return new KubernetesApi(null);
        }
        try {
            URI url = new URI(text);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (http && url.getHost() != null && url.getUserInfo() == null) {
                return new KubernetesApi(url);
            }
        } catch (URISyntaxException e) {
            throw new MalformedValue(EXPECTED);
        }
        throw new MalformedValue(EXPECTED);
    }
}
