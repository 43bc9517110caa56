package io.gatehouse.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each word that steers or guards a service decides of a request, with the line that says so. */
class ExplainedWordsTest {

    private static final String REGISTRY = """
            services:
              orders:
                routes:
                  - { path: /old, rewrite: /new }
                  - { path: /moved, redirect: "https://new.example/orders", status: 308 }
                load-balancing: { strategy: least-requests, sticky-cookie: { name: at } }
                retry: { attempts: 1, on: [reset, 503], hedge: true }
                circuit-breaker: { consecutive-failures: 5 }
                outliers: { consecutive-failures: 3 }
                concurrency: { limit: 200, host-limit: { min: 5, max: 50 } }
                rollout: { version: "2", share: 0%, when: { header: x-canary, equals: "yes" } }
                mirror: { to: "http://127.0.0.1:9100", share: 10% }
                cache: { max-entry: 1MB }
                idempotency: { keep: 2h }
                compression: true
                versions:
                  "1": { hosts: ["http://127.0.0.1:9001", "http://127.0.0.1:9002"], requires: [] }
                  "2": { hosts: ["http://127.0.0.1:9003"], requires: [] }
              plain:
                retry: off
                versions: { "1": { hosts: ["http://127.0.0.1:9004"], requires: [] } }
              carts:
                load-balancing: { consistent-hash: { by: "header:X-Cart" } }
                versions: { "1": { hosts: ["http://127.0.0.1:9005"], requires: [] } }
            """;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(
                folder.resolve("gateway.yml"), "registry: { file: { path: registry.yml, watch: false } }\n");
        Files.writeString(folder.resolve("registry.yml"), REGISTRY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET  | /old/items     | -                     | - { path: /old   | rewrite to /new/items
            GET  | /moved/items   | -                     | - { path: /moved | redirect with 308 to https://new.example/orders/items
            GET  | /orders/items  | -                     | load-balancing   | chosen by least-requests, unless the cookie at names a host
            GET  | /carts/items   | -                     | load-balancing: { c | chosen by consistent-hash by header:X-Cart
            GET  | /orders/items  | -                     | retry: {         | would be retried on reset, 503 at most 1 time, and hedged after the p95 of the service
            GET  | /plain/items   | -                     | plain:           | never retried
            GET  | /orders/items  | -                     | circuit-breaker  | the circuit breaker is closed
            GET  | /orders/items  | -                     | outliers         | no host is ejected; one would be after 3 failures in a row
            GET  | /orders/items  | -                     | concurrency      | 200 in flight, 5 to 50 by latency in flight on a host
            GET  | /orders/items  | x-canary: yes         | rollout          | this request does by its header x-canary
            GET  | /orders/items  | -                     | rollout          | of callers without a version
            GET  | /orders/items  | -                     | mirror           | 10 % of requests are copied to http://127.0.0.1:9100
            GET  | /orders/items  | -                     | cache            | answered with what is kept for callers without a key, if that is fresh
            POST | /orders/items  | Idempotency-Key: "1"  | idempotency      | forwarded once for this Idempotency-Key; the response is kept for 7200 s
            POST | /orders/items  | -                     | idempotency      | without Idempotency-Key every call is forwarded
            GET  | /orders/items  | Accept-Encoding: gzip | orders:          | text that the upstream sends plain is compressed
            GET  | /orders/items  | Accept-Encoding: br   | orders:          | nothing is compressed, as the request does not ask for gzip
            """)
    void isTold(String method, String path, String header, String line, String what) throws Exception {
        var call = new ArrayList<>(List.of("explain", method, path, "--config", file.toString(), "--json"));
        if (!header.equals("-")) {
            call.addAll(List.of("-H", header));
        }
        ProgramRun run = ProgramRun.of(call.toArray(String[]::new));

        int before = REGISTRY.indexOf(line);
        long number = REGISTRY.substring(0, before).lines().count();
        List<String> told = new ArrayList<>();
        for (JsonNode step : new ObjectMapper().readTree(run.out()).path("steps")) {
            for (JsonNode compared : step.path("compared")) {
                told.add(compared.path("decided_by").asText() + " "
                        + compared.path("what").asText());
            }
        }
        assertThat(run.err()).isEmpty();
        assertThat(told)
                .anySatisfy(note -> assertThat(note)
                        .startsWith(folder + "/registry.yml:" + number + ":")
                        .contains(what));
    }
}
