package io.gatehouse.app.endtoend;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.startup.Gatehouse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The live feed of a gateway as a page reads it; whoever waits for an event that does not come fails after a minute. */
final class EventStream implements AutoCloseable {

    private static final int LIMIT = 60_000;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpURLConnection connection;
    private final BufferedReader lines;

    private EventStream(HttpURLConnection connection) throws IOException {
        this.connection = connection;
        this.lines = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        // The first line comes when the stream has begun.
        lines.readLine();
    }

    /** An event, whose data is JSON. */
    record Event(String name, JsonNode data) {}

    static EventStream of(Gatehouse gateway, String query) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + gateway.adminAddress().getPort() + "/dashboard/api/stream" + query);
        var connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setReadTimeout(LIMIT);
        return new EventStream(connection);
    }

    /** The next event, whatever it is. */
    Event next() throws IOException {
        String name = "";
        while (true) {
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("the stream has ended");
            }
            if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                return new Event(name, json.readTree(line.substring("data: ".length())));
            }
        }
    }

    /** The next event of this name. */
    JsonNode next(String name) throws IOException {
        return next(Set.of(name)).data();
    }

    /** The next event of one of these names. */
    Event next(Set<String> names) throws IOException {
        long begun = System.nanoTime();
        Event event = next();
        while (!names.contains(event.name())) {
            if (System.nanoTime() - begun > MILLISECONDS.toNanos(LIMIT)) {
                throw new IOException("no event " + names + " for a minute");
            }
            event = next();
        }
        return event;
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
