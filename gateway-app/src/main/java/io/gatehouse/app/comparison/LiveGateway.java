package io.gatehouse.app.comparison;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatehouse.configuration.Printable;
import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.address.ConnectFailure;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The admin port of a gateway that is running. */
public final class LiveGateway {

    /** For everything up to the first answer, body and all. */
    private static final Duration TO_REACH = Duration.ofSeconds(2);

    private static final Duration TO_ANSWER = Duration.ofMinutes(1);
    private static final Duration TO_COMPARE = Duration.ofMinutes(5);
    private static final int LARGEST_ANSWER = 32 << 20;
    private static final int LARGEST_GREETING = 1024;
    private static final int LARGEST_COMPLAINT = 2000;

    private static final JsonMapper REPORTS = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private static final String SOCKET = "unix:";

    private final String name;
    private final @Nullable Secret token;
    private final Line line;

    private LiveGateway(String name, @Nullable Secret token, Line line) {
        this.name = name;
        this.token = token;
        this.line = line;
    }

    /** How it is asked: without a body by GET, with one by POST. */
    @FunctionalInterface
    private interface Line {
        CompletableFuture<Answer> ask(String path, Map<String, String> headers, byte @Nullable [] json, int most)
                throws NotCompared;
    }

    /** A response, or its beginning. */
    private record Answer(int status, String type, String body) {}

    /**
     * The gateway whose admin port has this URL, or whose admin socket is the file behind {@code unix:}; nobody is asked yet.
     *
     * @param token what its guarded routes demand; null if there is none
     */
    public static LiveGateway at(String url, @Nullable Secret token) throws NotCompared {
        if (url.startsWith(SOCKET)) {
            var socket = new SocketCall(Path.of(url.substring(SOCKET.length())));
            return new LiveGateway(
                    url,
                    token,
                    (path, headers, json, most) -> CompletableFuture.supplyAsync(() -> {
                        try {
                            SocketCall.Response response = socket.send("/" + path, headers, json, most);
                            return new Answer(response.status(), response.type(), response.body());
                        } catch (IOException e) {
                            throw new CompletionException(e);
                        }
                    }));
        }
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
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TO_REACH)
                .build();
        return new LiveGateway(
                admin.getScheme() + "://" + admin.getRawAuthority(),
                token,
                (path, headers, json, most) -> byTcp(client, admin.resolve("/").resolve(path), headers, json, most));
    }

    private static CompletableFuture<Answer> byTcp(
            HttpClient client, URI url, Map<String, String> headers, byte @Nullable [] json, int most)
            throws NotCompared {
        HttpRequest.Builder request = HttpRequest.newBuilder(url);
        if (json != null) {
            request.POST(BodyPublishers.ofByteArray(json));
        }
        try {
            headers.forEach(request::header);
        } catch (IllegalArgumentException e) {
            // The library's own complaint would repeat the token.
            throw new NotCompared("admin.token holds what no header may hold");
        }
        return client.sendAsync(request.build(), BodyHandlers.ofInputStream())
                .thenApplyAsync(response -> read(response, most));
    }

    /**
     * What would change for its callers if it served this registry. Blocks; nothing changes. The registry, which holds secrets, is
     * sent only to what has shown itself to be a gateway.
     */
    public ComparisonReport compare(RegistryTree tree) throws NotCompared {
        greet(ask("registry", Map.of(), null, TO_REACH, LARGEST_GREETING));
        Answer answer = ask(
                "registry/diff",
                Map.of("Content-Type", "application/json"),
                PostedRegistry.write(tree),
                TO_COMPARE,
                LARGEST_ANSWER);
        if (answer.status() != 200) {
            throw refused(answer);
        }
        try {
            return REPORTS.readValue(answer.body(), ComparisonReport.class);
        } catch (IOException e) {
            throw new NotCompared(
                    name + " responded with what this version cannot read (is it as new as this program?)");
        }
    }

    /**
     * What it answers to a question that changes nothing. Blocks.
     *
     * @param path the path and the query, without a slash before them
     * @param accept what form of answer is wanted
     */
    public String get(String path, String accept) throws NotCompared {
        Answer answer = ask(path, Map.of("Accept", accept), null, TO_ANSWER, LARGEST_ANSWER);
        if (answer.status() != 200) {
            throw refused(answer);
        }
        return answer.body();
    }

    private void greet(Answer answer) throws NotCompared {
        if (answer.status() != 200 && isJson(answer)) {
            throw refused(answer);
        }
        if (answer.status() != 200 || !isRegistryReport(answer.body())) {
            String type = answer.type().isEmpty() ? "" : " " + Printable.text(answer.type(), 80);
            throw new NotCompared(
                    name + " is not the admin port of a gateway: it responded with " + answer.status() + type);
        }
    }

    private NotCompared refused(Answer answer) {
        String hint = switch (answer.status()) {
            case 401 ->
                token == null
                        ? " (the configuration has no admin.token)"
                        : " (admin.token of the configuration is not the gateway's)";
            case 403 -> " (the gateway has no admin.token)";
            default -> "";
        };
        return new NotCompared(name + " responded with " + answer.status() + hint + ": " + said(answer.body()));
    }

    private Answer ask(String path, Map<String, String> headers, byte @Nullable [] json, Duration within, int most)
            throws NotCompared {
        var all = new HashMap<>(headers);
        if (token != null) {
            all.put("Authorization", "Bearer " + token.reveal());
        }
        CompletableFuture<Answer> answer = line.ask(path, all, json, most);
        try {
            return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new NotCompared("cannot reach a gateway at " + name + ": " + ConnectFailure.reason(cause(e)));
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new NotCompared("cannot reach a gateway at " + name + ": " + ConnectFailure.reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotCompared("interrupted");
        }
    }

    private static Throwable cause(ExecutionException failure) {
        return failure.getCause() == null ? failure : failure.getCause();
    }

    private static Answer read(HttpResponse<InputStream> response, int most) {
        try (InputStream body = response.body()) {
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Answer(response.statusCode(), type, new String(body.readNBytes(most), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static boolean isJson(Answer answer) {
        return answer.type().contains("json");
    }

    /** Whether this is how the response of {@code GET /registry} begins. */
    private static boolean isRegistryReport(String beginning) {
        try (JsonParser json = new JsonFactory().createParser(beginning)) {
            return json.nextToken() == JsonToken.START_OBJECT && "revision".equals(json.nextFieldName());
        } catch (IOException e) {
            return false;
        }
    }

    /** The beginning of what it says, of a problem its detail, without anything that a terminal would act upon. */
    private static String said(String answer) {
        String body = answer;
        try {
            String detail = REPORTS.readTree(answer).path("detail").asText();
            body = detail.isEmpty() ? answer : detail;
        } catch (JsonProcessingException e) {
            // Somebody else answers there, in words of his own.
        }
        return body.substring(0, Math.min(body.length(), LARGEST_COMPLAINT))
                .replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ")
                .strip();
    }

    /** Thrown where a gateway could not be asked; the message is one line for the operator. */
    public static final class NotCompared extends Exception {

        private static final long serialVersionUID = 1L;

        NotCompared(String message) {
            super(message);
        }
    }
}
