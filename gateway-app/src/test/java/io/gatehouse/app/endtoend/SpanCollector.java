package io.gatehouse.app.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gatehouse.domain.time.Arrivals;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A collector of OpenTelemetry that takes spans by OTLP over HTTP, as protobuf's own classes read them. */
final class SpanCollector implements AutoCloseable {

    private final HttpServer server;
    private final Arrivals<Span> spans = new Arrivals<>();
    private final Arrivals<ResourceSpans> resources = new Arrivals<>();

    private SpanCollector(HttpServer server) {
        this.server = server;
    }

    static SpanCollector start() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var collector = new SpanCollector(server);
        server.createContext("/v1/traces", collector::take);
        server.start();
        return collector;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void take(HttpExchange call) throws IOException {
        try (call) {
            boolean protobuf =
                    "application/x-protobuf".equals(call.getRequestHeaders().getFirst("Content-Type"));
            boolean zipped = "gzip".equals(call.getRequestHeaders().getFirst("Content-Encoding"));
            if (!protobuf || !call.getRequestMethod().equals("POST")) {
                call.sendResponseHeaders(415, -1);
                return;
            }
            InputStream body = zipped ? new GZIPInputStream(call.getRequestBody()) : call.getRequestBody();
            ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(body);
            byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
            call.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            call.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
            for (ResourceSpans resource : request.getResourceSpansList()) {
                resources.add(resource);
                resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
            }
        }
    }

    List<ResourceSpans> resources() {
        return resources;
    }

    /** All spans that have come; nothing more comes once the gateway has been closed. */
    List<Span> spans() {
        return spans;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
