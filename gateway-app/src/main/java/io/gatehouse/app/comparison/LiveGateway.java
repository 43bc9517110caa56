package io.gatehouse.app.comparison;

import io.gatehouse.domain.document.Secret;
import io.gatehouse.domain.registry.RegistryTree;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The admin port of a gateway that is running. */
public final class LiveGateway {

    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final Duration TO_ANSWER = Duration.ofMinutes(5);
    private static final int LARGEST_ANSWER = 32 << 20;
    private static final int LARGEST_COMPLAINT = 2000;

    private final URI admin;
    private final @Nullable Secret token;

    private LiveGateway(URI admin, @Nullable Secret token) {
        this.admin = admin;
        this.token = token;
    }

    /**
     * The gateway whose admin port has this URL; nobody is asked yet.
     *
     * @param token what its guarded routes demand; null if there is none
     */
    public static LiveGateway at(String url, @Nullable Secret token) throws NotCompared {
        URI admin;
        try {
            admin = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new NotCompared("--live is no URL (expected one such as http://127.0.0.1:8081)");
        }
        String scheme = admin.getScheme() == null ? "" : admin.getScheme().toLowerCase(Locale.ROOT);
        boolean http = scheme.equals("http") || scheme.equals("https");
        boolean bare = admin.getRawUserInfo() == null && admin.getRawQuery() == null && admin.getRawFragment() == null;
        boolean root = admin.getRawPath() == null
                || admin.getRawPath().isEmpty()
                || admin.getRawPath().equals("/");
        if (!http || !bare || !root || admin.getHost() == null) {
            throw new NotCompared(
                    "--live is not the URL of an admin port (expected one such as http://127.0.0.1:8081)");
        }
        return new LiveGateway(admin.resolve("/registry/diff"), token);
    }

    /** What would change for its callers if it served this registry. Blocks; nothing changes. */
    public ComparisonReport compare(RegistryTree tree) throws NotCompared {
        HttpRequest.Builder request = HttpRequest.newBuilder(admin)
                .timeout(TO_ANSWER)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(PostedRegistry.write(tree)));
        if (token != null) {
            authorize(request, token);
        }
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TO_CONNECT)
                .build();
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                return report(answer.statusCode(), body.readNBytes(LARGEST_ANSWER));
            }
        } catch (IOException e) {
            throw new NotCompared(admin + " does not answer as a gateway does: "
                    + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotCompared("interrupted");
        }
    }

    /** The library's own complaint would repeat the token. */
    private static void authorize(HttpRequest.Builder request, Secret token) throws NotCompared {
        try {
            request.header("Authorization", "Bearer " + token.reveal());
        } catch (IllegalArgumentException e) {
            throw new NotCompared("admin.token holds what no header may hold");
        }
    }

    private ComparisonReport report(int status, byte[] body) throws NotCompared, IOException {
        if (status == 200) {
            return ComparisonJson.read(body);
        }
        String hint = status == 401 || status == 403 ? " (admin.token of the configuration is presented)" : "";
        throw new NotCompared(admin + " answers " + status + hint + ": " + said(body));
    }

    /** The beginning of what it says, without anything that a terminal would act upon. */
    private static String said(byte[] body) {
        int length = Math.min(body.length, LARGEST_COMPLAINT);
        return new String(body, 0, length, StandardCharsets.UTF_8).replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ");
    }
}
