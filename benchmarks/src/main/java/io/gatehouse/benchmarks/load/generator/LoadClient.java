package io.gatehouse.benchmarks.load.generator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The built-in client as a process: reads an order a line, writes its result as a line, ends with its input. */
public final class LoadClient {

    private LoadClient() {}

    public static void main(String[] arguments) throws IOException {
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        PrintStream results = System.out;
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            results.println(new ClosedLoop(LoadOrder.parse(line)).run().toLine());
            results.flush();
        }
    }

    /**
     * What the built-in client is to do.
     *
     * @param url where to ask, an IP literal or a name with a port and a path
     * @param connections how many at a time
     * @param bodyBytes the size of the request's body; 0 for a GET without one
     * @param time for how long
     */
    record LoadOrder(String url, int connections, int bodyBytes, Duration time) {

        String toLine() {
            return url + " " + connections + " " + bodyBytes + " " + time.toMillis();
        }

        static LoadOrder parse(String line) {
            String[] words = line.trim().split(" ", -1);
            if (words.length != 4) {
                throw new IllegalArgumentException("not an order: " + line);
            }
            return new LoadOrder(
                    words[0],
                    Integer.parseInt(words[1]),
                    Integer.parseInt(words[2]),
                    Duration.ofMillis(Long.parseLong(words[3])));
        }

        /** The request as it goes over the wire. */
        byte[] request() {
            URI uri = URI.create(url);
            String head = (bodyBytes == 0 ? "GET " : "POST ") + uri.getRawPath() + " HTTP/1.1\r\nHost: "
                    + uri.getRawAuthority() + "\r\n" + (bodyBytes == 0 ? "" : "Content-Length: " + bodyBytes + "\r\n")
                    + "\r\n";
            return (head + "x".repeat(bodyBytes)).getBytes(StandardCharsets.US_ASCII);
        }
    }
}
