package io.example.traffic;

import io.gatehouse.configuration.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Whoever batches are posted to. Used by one thread. */
final class BatchReceiver {

    /** What became of a batch. */
    sealed interface Outcome {
        /** The receiver has it. */
        record Taken() implements Outcome {}

        /** The receiver will not have this one, however often it is sent. */
        record Refused(int status) implements Outcome {}

        /** The receiver is not there now. */
        record Away(String reason) implements Outcome {}
    }

    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;

    private final URI url;
    private final @Nullable Secret token;
    private final HttpClient client;

    BatchReceiver(TrafficBatchesModule.Settings settings) {
        this.url = settings.url();
        this.token = settings.token();
        this.client = HttpClient.newBuilder()
                .connectTimeout(settings.timeout())
                .followRedirects(Redirect.NEVER)
                .build();
    }

    /** Posts a batch, within this time as a whole. The id is the same when it is sent again, as it is where no response came. */
    Outcome post(String id, List<byte[]> lines, Duration timeout) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/x-ndjson")
                .header("X-Batch-Id", id)
                .POST(BodyPublishers.ofByteArrays(lines));
        if (token != null) {
            request.header("Authorization", "Bearer " + token.reveal());
        }
        // A time limit of the request would end with the head of the response; this is for all of it.
        CompletableFuture<HttpResponse<Void>> response = client.sendAsync(request.build(), BodyHandlers.discarding());
        try {
            return outcome(response.get(timeout.toNanos(), TimeUnit.NANOSECONDS).statusCode());
        } catch (TimeoutException e) {
            return new Outcome.Away("no response within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            return new Outcome.Away(reason(e.getCause()));
        } finally {
            response.cancel(true);
        }
    }

    private static Outcome outcome(int status) {
        if (status >= 200 && status < 300) {
            return new Outcome.Taken();
        }
        return status >= 500 || status == TIMEOUT || status == TOO_MANY
                ? new Outcome.Away("status " + status)
                : new Outcome.Refused(status);
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message == null && failure instanceof IOException
                ? failure.getClass().getSimpleName()
                : String.valueOf(message);
    }
}
