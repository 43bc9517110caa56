package io.gatehouse.benchmarks.load.generator;

/**
 * What is asked again and again.
 *
 * @param path the path at the backend, {@code /} or {@code /100k}
 * @param bodyBytes the size of the request's body; with one the method is POST, without (0) it is GET
 * @param connections keep-alive connections, each with one request under way at a time
 */
public record Workload(String path, int bodyBytes, int connections) {

    public Workload {
        if (!path.startsWith("/") || bodyBytes < 0 || connections < 1) {
            throw new IllegalArgumentException("not a workload: " + path + " " + bodyBytes + " " + connections);
        }
    }
}
