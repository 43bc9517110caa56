package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.service.ResponsePolicy;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.http.forwarding.CompressionListener;
import io.gatehouse.http.metrics.GatewayMetrics;
import io.gatehouse.http.metrics.TrafficClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients get of a service with {@code compression: true}. */
@Execution(ExecutionMode.CONCURRENT)
class CompressionTest {

    private static final String GET = "GET /svc/x HTTP/1.1\r\nHost: gw\r\n";
    private static final String TEXT = "{\"one\":\"of many lines\"}\n".repeat(500);

    @Test
    void compressesTextForThoseWhoTakeItAndSaysSoToCaches() throws IOException {
        try (Backend backend = answering("ETag: \"e\"\r\nAccept-Ranges: bytes\r\nVary: Accept-Language\r\n", TEXT);
                TestGateway gateway = start(backend);
                RawClient client = gateway.connect()) {
            List<Long> told = new CopyOnWriteArrayList<>();
            gateway.server.reportTo(new CompressionListener() {
                @Override
                public void compressed(String service, long plainBytes, long sentBytes) {
                    assertThat(service).isEqualTo("svc");
                    told.add(plainBytes);
                    told.add(sentBytes);
                }

                @Override
                public void tooMany(String service) {
                    told.add(-1L);
                }
            });
            long sent = 0;
            for (int i = 0; i < 3; i++) {
                Answer small = client.ask(GET + "Accept-Encoding: br;q=1, gzip;q=0.8\r\n\r\n");
                assertThat(small.header("Content-Encoding")).isEqualTo("gzip");
                assertThat(small.header("ETag")).isEqualTo("W/\"e\"");
                assertThat(small.headers("Vary")).containsExactly("Accept-Language", "Accept-Encoding");
                assertThat(small.header("Content-Length")).isNull();
                assertThat(small.header("Accept-Ranges")).isNull();
                assertThat(small.body()).hasSizeLessThan(TEXT.length() / 10);
                assertThat(unzipped(small.body())).isEqualTo(TEXT);
                sent = small.body().length;

                Answer plain = client.ask(GET + "\r\n");
                assertThat(plain.text()).isEqualTo(TEXT);
                assertThat(plain.header("ETag")).isEqualTo("\"e\"");
                assertThat(plain.header("Content-Encoding")).isNull();
                assertThat(plain.headers("Vary")).containsExactly("Accept-Language", "Accept-Encoding");
                assertThat(plain.header("Content-Length")).isEqualTo(Integer.toString(TEXT.length()));
            }
            gateway.settled(6);
            assertThat(backend.connections).hasValue(1);
            long plain = TEXT.length();
            assertThat(told).containsExactly(plain, sent, plain, sent, plain, sent);
        }
    }

    @Test
    void saysOfAHeadWhatItSaysOfAGet() throws IOException {
        try (Backend backend = new Backend(line -> {
                    while (line.readRequest()) {
                        line.write("HTTP/1.1 200 OK\r\n"
                                + "Content-Type: text/html\r\n"
                                + "ETag: \"e\"\r\n"
                                + "Content-Length: 9999\r\n\r\n");
                    }
                });
                TestGateway gateway = start(backend);
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 2; i++) {
                Answer answer = client.ask("HEAD /svc/x HTTP/1.1\r\nHost: gw\r\nAccept-Encoding: gzip\r\n\r\n");
                assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
                assertThat(answer.header("ETag")).isEqualTo("W/\"e\"");
                assertThat(answer.header("Content-Length")).isNull();
            }
            gateway.settled(2);
        }
    }

    @Test
    void namesTheTagThatTheClientKnowsWhereNothingHasChanged() throws IOException {
        try (Backend backend = Backend.answering("HTTP/1.1 304 Not Modified\r\nETag: \"e\"\r\n\r\n");
                TestGateway gateway = start(backend)) {
            assertThat(gateway.ask(GET + "If-None-Match: W/\"e\"\r\n\r\n").header("ETag"))
                    .isEqualTo("W/\"e\"");
            assertThat(gateway.ask(GET + "If-None-Match: \"e\"\r\n\r\n").header("ETag"))
                    .isEqualTo("\"e\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 206 Partial Content\r\n"
                        + "Content-Type: text/plain\r\n"
                        + "Content-Range: bytes 0-1/9\r\n"
                        + "Content-Length: 2\r\n\r\n"
                        + "ok",
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n"
                        + "Content-Type: text/plain\r\n"
                        + "Content-Encoding: br\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + "2\r\n"
                        + "ok\r\n"
                        + "0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n"
                        + "Content-Type: text/plain\r\n"
                        + "Cache-Control: no-transform\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + "2\r\n"
                        + "ok\r\n"
                        + "0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n"
                        + "Content-Type: text/event-stream\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + "2\r\n"
                        + "ok\r\n"
                        + "0\r\n\r\n",
            })
    void leavesTheRestAlone(String response) throws IOException {
        try (Backend backend = Backend.answering(response);
                TestGateway gateway = start(backend)) {
            Answer answer = gateway.ask(GET + "Accept-Encoding: gzip\r\n\r\n");

            assertThat(answer.text()).isEqualTo("ok");
            assertThat(answer.header("Vary")).isNull();
        }
    }

    @Test
    void handsOnWhatHasComeOfAStreamBeforeItEnds() throws Exception {
        var read = new Semaphore(0);
        try (Backend backend = new Backend(line -> {
                    if (line.readRequest()) {
                        line.write("HTTP/1.1 200 OK\r\n"
                                + "Content-Type: application/x-ndjson\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n");
                        for (int i = 0; i < 3; i++) {
                            line.write("4\r\nnow\n\r\n");
                            read.acquireUninterruptibly();
                        }
                        line.write("0\r\n\r\n");
                    }
                });
                TestGateway gateway = start(backend);
                RawClient client = gateway.connect()) {
            client.send(GET + "Accept-Encoding: gzip\r\n\r\n");
            assertThat(client.head()).contains("Content-Encoding: gzip");
            var inflater = new Inflater(true);
            boolean behindHeader = false;
            for (int i = 0; i < 3; i++) {
                var come = new StringBuilder();
                while (come.length() < 4) {
                    byte[] chunk = Wire.chunk(client.in).getBytes(StandardCharsets.ISO_8859_1);
                    int header = behindHeader ? 0 : 10;
                    behindHeader = true;
                    inflater.setInput(chunk, header, chunk.length - header);
                    byte[] text = new byte[64];
                    come.append(new String(text, 0, inflater.inflate(text), StandardCharsets.US_ASCII));
                }
                assertThat(come).hasToString("now\n");
                read.release();
            }
            assertThat(Wire.chunks(client.in)).as("the end, with the sum").hasSizeGreaterThanOrEqualTo(8);
            inflater.end();
        }
    }

    @Test
    void compressesBodiesOfAnySizeForReadersOfAnySpeed() throws IOException {
        var random = new Random(7);
        var text = new StringBuilder();
        while (text.length() < 2_000_000) {
            text.append(Long.toString(random.nextLong(), 36)).append(',');
        }
        try (Backend backend = answering("", text.toString());
                TestGateway gateway = start(backend)) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                clients.add(gateway.connect().send(GET + "Accept-Encoding: gzip\r\nConnection: close\r\n\r\n"));
            }
            for (RawClient client : clients) {
                try (client) {
                    assertThat(unzipped(client.answer().body())).isEqualTo(text.toString());
                }
            }
            gateway.settled(6);
        }
    }

    /** As many streams as a thread compresses at a time: the next response goes as it is, and one that comes later does not. */
    @Test
    void sendsAsItIsWhatComesWhileTooManyAreCompressed() throws IOException {
        int most = 64;
        var mayEnd = new Semaphore(0);
        var registry = new SimpleMeterRegistry();
        var metrics = new GatewayMetrics(registry, new TrafficClock(), new Upstreams(), 0);
        List<RawClient> streams = new ArrayList<>();
        try (Backend backend = new Backend(line -> {
                    while (line.readRequest()) {
                        line.write("HTTP/1.1 200 OK\r\n"
                                + "Content-Type: text/plain\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + "4\r\nsome\r\n");
                        mayEnd.acquireUninterruptibly();
                        line.write("0\r\n\r\n");
                    }
                });
                TestGateway gateway = start(backend)) {
            gateway.server.reportTo(metrics.compression());
            for (int i = 0; i < most; i++) {
                streams.add(gateway.connect().send(GET + "Accept-Encoding: gzip\r\n\r\n"));
            }
            List<List<String>> heads = new ArrayList<>();
            for (RawClient stream : streams) {
                heads.add(stream.head());
            }
            assertThat(heads).allSatisfy(head -> assertThat(head).contains("Content-Encoding: gzip"));

            try (RawClient further = gateway.connect()) {
                further.send(GET + "Accept-Encoding: gzip\r\n\r\n");
                assertThat(further.head())
                        .contains("Vary: Accept-Encoding")
                        .noneMatch(field -> field.startsWith("Content-Encoding"));
                mayEnd.release(most + 2);
                assertThat(Wire.chunks(further.in)).isEqualTo("some".getBytes(StandardCharsets.US_ASCII));
                for (RawClient stream : streams) {
                    Wire.chunks(stream.in);
                }
                gateway.settled(most + 1);
                assertThat(further.ask(GET + "Accept-Encoding: gzip\r\n\r\n").header("Content-Encoding"))
                        .isEqualTo("gzip");
            }
            gateway.settled(most + 2);
            assertThat(responses(registry, "too-many")).isEqualTo(1);
            assertThat(responses(registry, "compressed")).isEqualTo(most + 1);
        } finally {
            for (RawClient stream : streams) {
                stream.close();
            }
        }
    }

    private static double responses(MeterRegistry registry, String outcome) {
        return registry.get("gatehouse.compression.responses")
                .tags("service", "svc", "outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void cutsOffWhatTheUpstreamDoesNotFinish() throws IOException {
        try (Backend backend =
                        Backend.once("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 90000\r\n\r\n"
                                + "half".repeat(9000));
                TestGateway gateway = start(backend);
                RawClient client = gateway.connect()) {
            client.send(GET + "Accept-Encoding: gzip\r\n\r\n");

            assertThat(client.in.readAllBytes())
                    .asString(StandardCharsets.ISO_8859_1)
                    .doesNotEndWith("0\r\n\r\n");
            gateway.settled(1);
        }
    }

    private static TestGateway start(Backend backend) throws IOException {
        return TestGateway.to(backend)
                .responses(new ResponsePolicy(true, null, null))
                .start();
    }

    private static Backend answering(String headers, String body) throws IOException {
        return Backend.answering("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + headers + "Content-Length: "
                + body.length() + "\r\n\r\n" + body);
    }

    private static String unzipped(byte[] body) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
