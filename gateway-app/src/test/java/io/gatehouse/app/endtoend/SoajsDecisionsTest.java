package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.gatehouse.app.explain.LiteralRequest;
import io.gatehouse.app.explain.NamedCaller;
import io.gatehouse.app.reading.ConfigurationInText;
import io.gatehouse.app.reading.LoadedConfiguration;
import io.gatehouse.app.startup.OfflineGateway;
import io.gatehouse.mongodb.MongoConnections;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The decision table beside the dump: every line goes through the compiled snapshot and all stages. */
class SoajsDecisionsTest {

    private static final String SETTINGS = """
            environment: dev
            registry: { source: soajs, soajs: { uri: "%1$s" } }
            token-store: { mongo: { uri: "%1$s", database: core_provision } }
            """;
    private static final Map<String, String> AGENTS = Map.of(
            "Chrome",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
            "OldChrome",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.90 Safari/537.36",
            "ChromeOnXP",
            "Mozilla/5.0 (Windows NT 5.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
            "Firefox",
            "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0");
    private static final Pattern CALLER = Pattern.compile("(\\S+)(?: from (\\S+))?(?: with (\\S+))?");
    private static final Pattern STRATEGY = Pattern.compile("strategy (\\S+) per");

    private static EmulatedStore store;
    private static MongoConnections connections;
    private static LoadedConfiguration reading;
    private static OfflineGateway gateway;

    @BeforeAll
    static void read() {
        store = new EmulatedStore();
        String uri = store.uri();
        try (MongoClient client = MongoClients.create(uri)) {
            CoreDump.into(client.getDatabase("core_provision"));
        }
        connections = new MongoConnections();
        var input = new ConfigurationInText(SETTINGS.formatted(uri), Map.of());
        reading = LoadedConfiguration.of(input, Optional.empty(), connections);
        assertThat(reading.problems()).hasToString("");
        gateway = OfflineGateway.of(reading, Map.of(), connections);
    }

    @AfterAll
    static void close() {
        gateway.close();
        connections.close();
        store.close();
    }

    static Stream<String> decisions() {
        return CoreDump.text("decisions.txt").lines().filter(line -> !line.isBlank() && !line.startsWith("#"));
    }

    @Test
    void thereAreManyDecisions() {
        assertThat(decisions().distinct()).hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void decides(String line) throws Exception {
        String[] cells = line.split("\\|");
        assertThat(cells).hasSize(5);
        JsonNode report = explain(cells[0].strip(), cells[1].strip(), cells[2].strip());

        assertThat(outcome(report)).as(report.toPrettyString()).isEqualTo(cells[3].strip());
        if (!cells[4].strip().equals("-")) {
            assertThat(strategy(report)).as(report.toPrettyString()).isEqualTo(cells[4].strip());
        }
    }

    @Test
    void listsWhatHasNoCounterpart() {
        assertThat(reading.registry().tree().notices())
                .extracting(notice -> notice.origin() + " " + notice.path())
                .contains(
                        "custom_registry/5d0e74ba9acc3c5a84a51001 value.lastSeen",
                        "custom_registry/5d0e74ba9acc3c5a84a51001 value.gotoService.monitor",
                        "environment/55128442e603d7e01ab1688c services.config.cors.credentials",
                        "marketplace/5cfb05932ac09278709d0005 versions[0].oauth",
                        "marketplace/5cfb05932ac09278709d0007 versions[0]",
                        "marketplace/5cfb05932ac09278709d0002 versions",
                        "tenants/551286bce603d7e01ab16891 oauth.secret",
                        "tenants/551286bce603d7e01ab16891 applications[0].keys[0].config.dev.orders.urls[1].version",
                        "tenants/551286bce603d7e01ab16891 applications[0].keys[0].config.dev.payments.url",
                        "tenants/551286bce603d7e01ab1688e applications[6].package");
    }

    private static JsonNode explain(String caller, String call, String user) throws Exception {
        Matcher who = CALLER.matcher(caller);
        assertThat(who.matches()).as(caller).isTrue();
        var headers = new ArrayList<String>();
        headers.add("Host: gate.example");
        headers.add("User-Agent: " + (who.group(3) == null ? "table" : AGENTS.get(who.group(3))));
        if (!who.group(1).equals("-")) {
            headers.add("key: " + who.group(1));
        }
        if (!user.equals("-")) {
            headers.add("Authorization: Bearer " + token(user));
        }
        String from = who.group(2) == null ? "192.0.2.1" : who.group(2);
        String[] request = call.split(" ", 2);
        return new ObjectMapper()
                .valueToTree(
                        gateway.explain(LiteralRequest.of(request[0], request[1], headers, from, NamedCaller.NONE)));
    }

    private static String token(String user) {
        if (user.equals("forged")) {
            return token("ann clerk").replaceAll("...$", "AAA");
        }
        List<String> names = Arrays.asList(user.split(" "));
        String groups = names.stream().skip(1).map(name -> '"' + name + '"').collect(Collectors.joining(","));
        return SignedToken.ofClaims(
                "{\"sub\":\"" + names.get(0) + "\",\"groups\":[" + groups + "],\"aud\":\"shop\",\"exp\":4102444800}");
    }

    private static String outcome(JsonNode report) {
        JsonNode forward = report.get("forward");
        return forward.isNull()
                ? report.at("/answer/number").asText()
                : forward.get("version").asText() + " "
                        + forward.get("host").asText().replaceAll("^https?://", "");
    }

    /** The strategy that counts the request, in the words of the stage. */
    private static String strategy(JsonNode report) {
        for (JsonNode step : report.get("steps")) {
            if (step.get("stage").asText().equals("ThrottleCaller")) {
                Matcher named = STRATEGY.matcher(step.get("compared").toString());
                return named.find() ? named.group(1) : "none";
            }
        }
        return "not asked";
    }
}
