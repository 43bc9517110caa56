package io.gatehouse.benchmarks.load.generator;

import java.util.List;
import java.util.Map;

/**
 * What is asked again and again.
 *
 * @param asks the requests, which take turns
 * @param bodyBytes the size of each request's body; with one the method is POST, without (0) it is GET
 * @param connections keep-alive connections, each with one request under way at a time
 * @param rate requests a second that come at random moments, whatever became of those before (an open loop); 0 for a closed loop, in which
 *     each connection sends its next request when it has the response to the last
 */
public record Workload(List<Ask> asks, int bodyBytes, int connections, double rate) {

    public Workload {
        asks = List.copyOf(asks);
        if (asks.isEmpty() || bodyBytes < 0 || connections < 1 || rate < 0) {
            throw new IllegalArgumentException("not a workload: " + asks.size() + " requests, " + bodyBytes + " bytes, "
                    + connections + " connections, " + rate + " a second");
        }
    }

    /** Whether requests come at a rate of their own. */
    public boolean isOpen() {
        return rate > 0;
    }

    /** The same as an open loop. */
    public Workload at(double requestsPerSecond) {
        return new Workload(asks, bodyBytes, connections, requestsPerSecond);
    }

    /**
     * One request but for its body.
     *
     * @param path the path
     * @param headers the headers, but for Host and Content-Length
     */
    public record Ask(String path, Map<String, String> headers) {

        public Ask {
            headers = Map.copyOf(headers);
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException("not a path: " + path);
            }
        }

        /** Its head as it goes over the wire. */
        String head(int port, int bodyBytes) {
            var head = new StringBuilder(bodyBytes == 0 ? "GET " : "POST ")
                    .append(path)
                    .append(" HTTP/1.1\r\nHost: 127.0.0.1:")
                    .append(port)
                    .append("\r\n");
            headers.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            if (bodyBytes > 0) {
                head.append("Content-Length: ").append(bodyBytes).append("\r\n");
            }
            return head.append("\r\n").toString();
        }
    }
}
