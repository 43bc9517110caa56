package io.gatehouse.discovery.kubernetes;

import io.gatehouse.configuration.FilePath;
import io.gatehouse.discovery.api.ApiClient;
import io.gatehouse.discovery.api.ApiFailure;
import io.gatehouse.discovery.api.Authorities;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One cluster's API server, and who the gateway is to it. Safe for concurrent use. */
final class Cluster {

    /** Where a pod finds who it is. */
    static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private static final int LARGEST_TOKEN = 1 << 16;

    private final KubernetesSettings settings;
    private final Path account;
    private final @Nullable ApiClient client;

    /**
     * A cluster as it is configured.
     *
     * @param variables the environment variables of the process
     * @param account the folder where a pod finds who it is
     */
    Cluster(KubernetesSettings settings, Map<String, String> variables, Path account, Executor threads) {
        this.settings = settings;
        this.account = account;
        URI url =
                settings.api().url() == null ? ofPod(variables) : settings.api().url();
        Path authorities = Authorities.file(settings.ca());
        if (authorities == null && isPods()) {
            authorities = account.resolve("ca.crt");
        }
        client = url == null ? null : new ApiClient(url, authorities, threads);
    }

    private boolean isPods() {
        return settings.api().url() == null;
    }

    private static @Nullable URI ofPod(Map<String, String> variables) {
        String host = variables.get("KUBERNETES_SERVICE_HOST");
        if (host == null || host.isBlank()) {
            return null;
        }
        String port = variables.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        return URI.create("https://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port);
    }

    /**
     * The API server.
     *
     * @throws ApiFailure if there is none, as this is no pod
     */
    ApiClient client() throws ApiFailure {
        if (client == null) {
            throw new ApiFailure("api is in-cluster, but KUBERNETES_SERVICE_HOST is not set");
        }
        return client;
    }

    /** What says who calls, read anew: tokens rotate. */
    Map<String, String> headers() throws ApiFailure {
        if (settings.token() != null) {
            return Map.of("Authorization", "Bearer " + settings.token().reveal());
        }
        FilePath file = settings.tokenFile();
        if (file == null && !isPods()) {
            return Map.of();
        }
        return Map.of("Authorization", "Bearer " + text(file == null ? account.resolve("token") : file.resolve()));
    }

    /** The namespace of a Service that names none. */
    String namespace() throws ApiFailure {
        if (settings.namespace() != null) {
            return settings.namespace();
        }
        return isPods() ? text(account.resolve("namespace")) : "default";
    }

    /** The zone of the gateway, or null. */
    @Nullable
    String zone() {
        return settings.zone();
    }

    private static String text(Path file) throws ApiFailure {
        try {
            if (Files.size(file) > LARGEST_TOKEN) {
                throw new ApiFailure("the file " + file + " is too large");
            }
            String text = Files.readString(file).strip();
            if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new ApiFailure("the file " + file + " does not hold one word");
            }
            return text;
        } catch (ApiFailure e) {
            throw e;
        } catch (IOException e) {
            throw new ApiFailure("the file " + file + " cannot be read");
        }
    }

    void close() {
        if (client != null) {
            client.close();
        }
    }
}
