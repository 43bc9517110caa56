package io.gatehouse.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Explaining for a caller whose secrets nobody knows. */
class ExplainAsTest {

    private static final String REGISTRY = """
            services:
              orders:
                versions:
                  "1": { hosts: ["http://127.0.0.1:9001"], requires: [key] }
              clerks:
                versions:
                  "1": { hosts: ["http://127.0.0.1:9002"], requires: [key, token] }
            products:
              shop:
                packages:
                  basic:
                    acl:
                      orders: { "1": { apis: restricted, get: { /items: { access: [clerk, boss] } } } }
                      clerks: { "1": { access: true } }
            tenants:
              acme:
                name: Acme
                token: { type: jwt, algorithms: [HS256], secret: secret-of-at-least-32-bytes-for-acme }
                applications:
                  storefront:
                    package: shop/basic
                    keys:
                      web: { hash: "sha256:54c47e9e1afd75ab24ba0e809b5dd9c06ed429ecf8398364efdb77fbef0ae1ce" }
                      old: { value: secret-old-key, expires: 2020-01-01T00:00:00Z }
                      lost: { value: secret-lost-key, revoked: true }
                      live: { value: secret-live-key, environment: prod }
                  back-office: { package: shop/basic, keys: { main: { value: secret-main-key } } }
              tokenless:
                name: Without tokens
                applications: { app: { package: shop/basic, keys: { main: { value: secret-other-key } } } }
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
            /orders/items |                                                       | key-missing
            /orders/items | --as acme/storefront/web                              | api-login-required
            /orders/items | --as acme/storefront/web --groups clerk               | forwarded
            /orders/items | --as acme/storefront/web --groups guest,boss          | forwarded
            /orders/items | --as acme/storefront/web --user ann                   | api-group-required
            /orders/items | --as acme/storefront/web --user ann --groups guest    | api-group-required
            /orders/items | --as acme/storefront/old --groups clerk               | key-expired
            /orders/items | --as acme/storefront/lost                             | key-revoked
            /orders/items | --as acme/storefront/live                             | key-wrong-environment
            /orders/other | --as acme/storefront/web --groups clerk               | api-not-granted
            /orders/items | --groups clerk                                        | key-missing
            /clerks       | --as acme/storefront/web                              | token-missing
            /clerks       | --as acme/storefront/web --user ann                   | forwarded
            /clerks       | --as tokenless/app/main --user ann                    | token-missing
            /orders/items | --as acme/storefront/web --groups clerk -H key:wrong -H Authorization:Bearer_x | forwarded
            """)
    void judgesTheCallerByName(String path, String caller, String expected) throws Exception {
        ProgramRun run = explain(path, (caller == null ? "" : caller + " ") + "--json");

        JsonNode report = new ObjectMapper().readTree(run.out());
        assertThat(report.at("/answer/code").asText(report.path("outcome").asText()))
                .isEqualTo(expected);
        assertThat(run.code()).isEqualTo(expected.equals("forwarded") ? 0 : 1);
    }

    @Test
    void saysWhomItHasAssumed() throws Exception {
        String caller = "--as acme/storefront/web --user ann --groups clerk,boss";
        ProgramRun text = explain("/orders/items", caller);
        JsonNode report = new ObjectMapper()
                .readTree(explain("/orders/items", caller + " --json").out());

        assertThat(text.out().lines())
                .startsWith(
                        "GET /orders/items from 127.0.0.1 as acme/storefront/web with a token of ann in groups [clerk,"
                                + " boss]")
                .contains("  key      acme/storefront/web", "  user     ann", "  groups   boss, clerk");
        assertThat(report.at("/request/as").asText()).isEqualTo("acme/storefront/web");
        assertThat(report.at("/request/user").asText()).isEqualTo("ann");
        assertThat(report.at("/request/groups")).hasSize(2);
        assertThat(report.at("/caller/key").asText()).isEqualTo("acme/storefront/web");
        assertThat(report.at("/caller/user_id").asText()).isEqualTo("ann");
    }

    @Test
    void saysThatNobodyCouldVerifyTheToken() {
        assertThat(explain("/clerks", "--as tokenless/app/main --user ann").out())
                .contains("no settings say how tokens of this caller are verified");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --as acne/storefront/web      | as: there is no such tenant; did you mean acme?
            --as acme/storefrnt/web       | as: there is no such application of that tenant; did you mean storefront?
            --as acme/storefront/wbe      | as: there is no such key of that application; did you mean web?
            --as nobody/storefront/web    | as: there is no such tenant (expected one of acme, tokenless)
            --as acme/back-office/sesame  | as: there is no such key of that application (expected one of main)
            --as sesame                   | as names no key (expected TENANT/APPLICATION/KEY)
            --as acme/web/                | as: there is no such application of that tenant (expected one of back-office, storefront)
            --user ''                     | user is no name (expected visible text of at most 1000 characters)
            --groups a,,b                 | groups are no names (expected at most 200, none empty)
            """)
    void namesWhatIsNearANameThatDoesNotExist(String caller, String message) {
        ProgramRun run = explain("/orders/items", caller);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualToIgnoringNewLines("gatehouse: " + message).doesNotContain("sesame");
    }

    private ProgramRun explain(String path, String more) {
        return ProgramRun.of(Stream.concat(
                        Stream.of("explain", "GET", path, file.toString()),
                        Stream.of(more.split(" "))
                                .map(word -> word.replace('_', ' ').replace("''", "")))
                .toArray(String[]::new));
    }
}
