package io.gatehouse.benchmarks.load.process;

import io.gatehouse.benchmarks.load.generator.Workload.Ask;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/** Waits until a child answers as it should. */
public final class ProcessReadiness {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int PAUSE_MILLIS = 50;
    private static final int PATIENCE_MILLIS = 2000;

    private ProcessReadiness() {}

    /** Returns once the request gets 200; gives up when the child has ended, or after 60 seconds. */
    public static void await(int port, Ask ask, Child child) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        String last = "no response";
        while (child.alive() && System.nanoTime() < end) {
            last = status(port, ask);
            if (last.isEmpty()) {
                return;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        String state = child.alive() ? "is not ready (" + last + ")" : "has ended";
        throw new IOException(child.name() + " " + state + ":\n  " + child.lastWords());
    }

    /** Empty if all is well, else what is wrong. */
    private static String status(int port, Ask ask) {
        try {
            var url = URI.create("http://127.0.0.1:" + port + ask.path()).toURL();
            var connection = (HttpURLConnection) url.openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            ask.headers().forEach(connection::setRequestProperty);
            try (InputStream body = connection.getInputStream()) {
                body.readAllBytes();
                return connection.getResponseCode() == 200 ? "" : "status " + connection.getResponseCode();
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return e.toString();
        }
    }
}
