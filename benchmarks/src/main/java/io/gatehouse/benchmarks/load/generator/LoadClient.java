package io.gatehouse.benchmarks.load.generator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * The built-in client as a process: reads an order a line, opens connections, says so, waits for {@link #GO}, and writes its result as a line.
 * Ends with its input. The argument is the file in which the heads of requests stand, one a line in Base64.
 */
public final class LoadClient {

    static final String BEGUN = "connected";
    static final String GO = "go";

    private LoadClient() {}

    public static void main(String[] arguments) throws IOException {
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        PrintStream results = System.out;
        Path asks = Path.of(arguments[0]);
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            try (var loop = new RequestLoop(LoadOrder.parse(line), readHeads(asks))) {
                loop.connect();
                results.println(BEGUN);
                if (GO.equals(orders.readLine())) {
                    results.println(loop.run().toLine());
                }
            }
        }
    }

    static void writeHeads(Path file, int port, Workload workload) throws IOException {
        Files.write(
                file,
                workload.asks().stream()
                        .map(ask -> ask.head(port, workload.bodyBytes()).getBytes(StandardCharsets.ISO_8859_1))
                        .map(Base64.getEncoder()::encodeToString)
                        .toList());
    }

    static List<byte[]> readHeads(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(Base64.getDecoder()::decode)
                .toList();
    }

    /**
     * What the built-in client is to do.
     *
     * @param port where to ask, on 127.0.0.1
     * @param connections how many at a time
     * @param bodyBytes the size of the request's body; 0 for a GET without one
     * @param rate requests a second, 0 for a closed loop
     * @param time for how long
     */
    record LoadOrder(int port, int connections, int bodyBytes, double rate, Duration time) {

        String toLine() {
            return port + " " + connections + " " + bodyBytes + " " + rate + " " + time.toMillis();
        }

        static LoadOrder parse(String line) {
            String[] words = line.trim().split(" ", -1);
            if (words.length != 5) {
                throw new IllegalArgumentException("not an order: " + line);
            }
            return new LoadOrder(
                    Integer.parseInt(words[0]),
                    Integer.parseInt(words[1]),
                    Integer.parseInt(words[2]),
                    Double.parseDouble(words[3]),
                    Duration.ofMillis(Long.parseLong(words[4])));
        }
    }
}
