package io.gatehouse.benchmarks.load.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/** Waits until a child answers as it should. */
public final class ProcessReadiness {

    private static final Duration LONGEST = Duration.ofSeconds(40);
    private static final int PAUSE_MILLIS = 50;
    private static final int PATIENCE_MILLIS = 2000;

    private ProcessReadiness() {}

    /** Returns once the URL gives 200 and so many bytes; gives up when the child has ended, or after 40 seconds. */
    public static void await(String url, int bytes, Child child) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        String last = "no response";
        while (child.alive() && System.nanoTime() < end) {
            last = ask(url, bytes);
            if (last.isEmpty()) {
                return;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        String state = child.alive() ? "is not ready (" + last + ")" : "has ended";
        throw new IOException(child.name() + " " + state + ":\n  " + child.lastWords());
    }

    /** Empty if all is well, else what is wrong. */
    private static String ask(String url, int bytes) {
        try {
            var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            try (InputStream body = connection.getInputStream()) {
                int length = body.readAllBytes().length;
                return length == bytes ? "" : "status " + connection.getResponseCode() + ", " + length + " bytes";
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return e.toString();
        }
    }
}
