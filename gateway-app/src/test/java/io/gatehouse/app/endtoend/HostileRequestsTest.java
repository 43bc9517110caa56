package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.startup.Gatehouse;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Malformed and ambiguous requests over a real socket: each is served or refused by the gateway itself, has its line in the access
 * log, and brings the backend nothing that it may not get. What can be described is explained as it is refused.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestsTest {

    private static final String REGISTRY = """
            cors: { origins: ["https://shop.example"], methods: [GET, POST] }
            services: { svc: { versions: { "1": { hosts: ["%s"], requires: [] } } } }
            """;

    private static final String SMUGGLED = "GET /svc/smuggled HTTP/1.1\r\nHost: gw\r\n\r\n";
    private static final String HARMLESS = "GET /nobody HTTP/1.1\r\nHost: gw\r\n\r\n";
    private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)");
    private static final Pattern ID = Pattern.compile("X-Request-Id: ([0-9a-f]{32})\r\n");

    private final ObjectMapper json = new ObjectMapper();
    private final WatchedLog log = new WatchedLog();
    private final List<String> ids = new ArrayList<>();
    private RecordingBackend backend;
    private Gatehouse gateway;

    private record Response(int status, String head, String body, String id) {}

    @BeforeAll
    void start() throws IOException {
        backend = new RecordingBackend();
        gateway = Gatehouse.start(Configurations.logging("json", log, REGISTRY.formatted(backend.url())));
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        backend.close();
        assertThat(log.lines()
                        .map(line -> line(line).path("request_id").asText())
                        .toList())
                .as("one line for each response, and no other")
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(log.lines()).noneMatch(line -> line.contains("smuggled"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void getsNoFurtherThanItMay(HostileRequest request) throws Exception {
        backend.take();
        try (RawConnection client = RawConnection.to(gateway.address())) {
            client.send(request.refused() && request.ends() ? request.bytes() + SMUGGLED : request.bytes());
            Response last = response(client);
            // Refused before its request line is who sends more empty lines than are passed over.
            if (request.bytes().contains("Origin: ") && !request.bytes().startsWith("\r\n".repeat(5))) {
                assertThat(last.head()).contains("Access-Control-Allow-Origin: https://shop.example");
            }
            check(request, last);
            for (int n = 1; n < request.upstream().size(); n++) {
                last = response(client);
                check(request, last);
            }
            assertThat(request.ends() || last.head().contains("Connection: close") || servesMore(client))
                    .isTrue();
            if (request.ends()) {
                assertThat(client.isClosedByPeer()).isTrue();
            }
        }
        List<RecordingBackend.Received> received = backend.take();
        if (request.begins()) {
            assertThat(received).noneMatch(RecordingBackend.Received::whole);
        } else {
            assertThat(received.stream().map(RecordingBackend.Received::line)).isEqualTo(request.upstream());
            assertThat(received).allMatch(RecordingBackend.Received::whole);
        }
        assertThat(received).noneMatch(one -> one.text().contains("smuggled"));
    }

    private boolean servesMore(RawConnection client) throws IOException {
        return response(client.send(HARMLESS)).status() == 404;
    }

    private void check(HostileRequest request, Response response) throws Exception {
        assertThat(response.status()).as(response.body()).isEqualTo(request.status());
        JsonNode line = line(log.await(response.id()));
        assertThat(line.path("status").asInt()).isEqualTo(request.status());
        if (request.refused()) {
            JsonNode problem = json.readTree(response.body());
            assertThat(problem.path("code").asText()).isEqualTo(request.code());
            assertThat(problem.path("request_id").asText()).isEqualTo(response.id());
            assertThat(line.path("code").asText()).isEqualTo(request.code());
        }
    }

    @ParameterizedTest
    @MethodSource("describable")
    void isExplainedAsItIsServed(HostileRequest request) throws Exception {
        HttpResponse<String> answer = Calls.send(Calls.request(gateway.adminAddress(), "/explain")
                .POST(BodyPublishers.ofString(String.valueOf(request.description()))));
        JsonNode report = json.readTree(answer.body());
        Response response;
        try (RawConnection client = RawConnection.to(gateway.address())) {
            response = response(client.send(request.bytes()));
            for (int n = 1; n < request.upstream().size(); n++) {
                response(client);
            }
        }

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        if (request.refused()) {
            JsonNode problem = json.readTree(response.body());
            assertThat(report.at("/answer/status").asInt()).as(answer.body()).isEqualTo(response.status());
            assertThat(report.at("/answer/code")).isEqualTo(problem.path("code"));
            assertThat(report.at("/answer/detail")).isEqualTo(problem.path("detail"));
        } else {
            assertThat(report.path("outcome").asText()).as(answer.body()).isEqualTo("forwarded");
            assertThat(request.upstream().get(0))
                    .endsWith(" " + report.at("/forward/path").asText());
        }
    }

    @Test
    void isCounted() throws Exception {
        Pattern count = Pattern.compile("(?m)^gatehouse_rejections_total\\{.*malformed-request.*} (\\S+)$");
        double before = sum(count);
        try (RawConnection client = RawConnection.to(gateway.address())) {
            response(client.send("GET /svc/x HTTP/1.1\r\nHost : gw\r\n\r\n"));
        }
        // Of those that came before, some may be counted only now.
        Eventually.holds("one more is counted", () -> sum(count) > before);
    }

    private double sum(Pattern count) throws Exception {
        Matcher found = count.matcher(Calls.admin(gateway, "/metrics").body());
        return found.results()
                .mapToDouble(one -> Double.parseDouble(one.group(1)))
                .sum();
    }

    @Test
    void thereAreEnough() throws IOException {
        assertThat(HostileRequest.all()).hasSizeGreaterThan(300).doesNotHaveDuplicates();
        assertThat(describable()).hasSizeGreaterThan(180);
    }

    private Response response(RawConnection client) throws IOException {
        String head = client.readHead();
        Matcher length = LENGTH.matcher(head);
        Matcher id = ID.matcher(head);
        assertThat(length.find()).as(head).isTrue();
        assertThat(id.find()).as(head).isTrue();
        ids.add(id.group(1));
        return new Response(
                Integer.parseInt(head.substring(9, 12)),
                head,
                client.read(Integer.parseInt(length.group(1))),
                id.group(1));
    }

    private JsonNode line(String line) {
        try {
            return json.readTree(line);
        } catch (IOException e) {
            throw new IllegalStateException(line, e);
        }
    }

    private static List<HostileRequest> all() throws IOException {
        return HostileRequest.all();
    }

    private static List<HostileRequest> describable() throws IOException {
        var some = new ArrayList<HostileRequest>();
        for (HostileRequest request : all()) {
            if (request.description() != null) {
                some.add(request);
            }
        }
        return some;
    }
}
