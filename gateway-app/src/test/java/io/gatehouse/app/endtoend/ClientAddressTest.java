package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.app.startup.GatehouseConfiguration;
import io.gatehouse.domain.rejection.Rejection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nobody but a trusted proxy chooses the client address that rules, the access log and the upstream go by. The proxies
 * are this machine, 10.1.0.0/16 and 2001:db8:1::/48; 203.0.113.0/24 and 2001:db8:bad::/48 are banned.
 */
class ClientAddressTest {

    private static final String REGISTRY = "ip-ban: [203.0.113.0/24, \"2001:db8:bad::/48\"]\n";
    private static final String TRUSTED = "trusted-proxies: [127.0.0.0/8, 10.1.0.0/16, \"2001:db8:1::/48\"]\n";

    /** Several header lines are divided by {@code /}. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            198.51.100.7                                             | 198.51.100.7
            198.51.100.7, 10.1.0.1                                   | 198.51.100.7
            198.51.100.7, 10.1.0.2, 10.1.0.1                         | 198.51.100.7
            203.0.113.66, 198.51.100.7                               | 198.51.100.7
            203.0.113.66, 198.51.100.7, 10.1.0.1                     | 198.51.100.7
            10.1.0.9, 198.51.100.7, 10.1.0.2, 10.1.0.1               | 198.51.100.7
            198.51.100.7, 203.0.113.66                               | 203.0.113.66
            198.51.100.7, 203.0.113.66, 10.1.0.2, 10.1.0.1           | 203.0.113.66
            198.51.100.7:4711, 10.1.0.1:80                           | 198.51.100.7
            203.0.113.66:4711                                        | 203.0.113.66
            ::ffff:203.0.113.66                                      | 203.0.113.66
            2001:db8::7                                              | 2001:db8::7
            [2001:db8::7]:4711, 2001:db8:1::2, 10.1.0.1              | 2001:db8::7
            198.51.100.7, 2001:db8:bad::1, 2001:db8:1::2             | 2001:db8:bad::1
            garbage                                                  | 127.0.0.1
            198.51.100.7, garbage                                    | 127.0.0.1
            198.51.100.7, 203.0.113.66.1, 10.1.0.1                   | 10.1.0.1
            198.51.100.7, , 10.1.0.1                                 | 10.1.0.1
            198.51.100.7:999999                                      | 127.0.0.1
            198.51.100.7 / 10.1.0.1                                  | 198.51.100.7
            203.0.113.66 / 198.51.100.7, 10.1.0.2 / 10.1.0.1         | 198.51.100.7
            198.51.100.7 / 203.0.113.66                              | 203.0.113.66
            """)
    void isWhatTheLastTrustedProxySaw(String lines, String client) throws Exception {
        seen(TRUSTED, header("X-Forwarded-For", lines), client);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            for=198.51.100.7                                         | 198.51.100.7
            for=198.51.100.7, for=10.1.0.1                           | 198.51.100.7
            for=203.0.113.66, for="198.51.100.7:80", for=10.1.0.1    | 198.51.100.7
            for=198.51.100.7, for=203.0.113.66;proto=https           | 203.0.113.66
            for="[2001:db8::7]:4711";proto=https, for="[2001:db8:1::2]" | 2001:db8::7
            for=198.51.100.7, for=unknown, for=10.1.0.1              | 10.1.0.1
            for=198.51.100.7, proto=https                            | 127.0.0.1
            for="198.51.100.7, for=203.0.113.66"                     | 127.0.0.1
            for=198.51.100.7 / for=10.1.0.1                          | 198.51.100.7
            """)
    void isReadFromTheForwardedHeaderWhereThatIsBelieved(String lines, String client) throws Exception {
        seen(TRUSTED + "client-address: forwarded\n", header("Forwarded", lines), client);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 203.0.113.66",
                "X-Forwarded-For: 10.1.0.1",
                "X-Forwarded-For: 127.0.0.1, 203.0.113.66, 127.0.0.1",
                "Forwarded: for=203.0.113.66",
                "X-Real-IP: 203.0.113.66",
                "X-Client-IP: 203.0.113.66",
                "True-Client-IP: 203.0.113.66",
                "CF-Connecting-IP: 203.0.113.66"
            })
    void isThePeersWhateverAStrangerSays(String header) throws Exception {
        seen("", List.of(header), "127.0.0.1");
        seen("trusted-proxies: [10.1.0.0/16]\n", List.of(header), "127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({"x-forwarded-for, Forwarded: for=203.0.113.66", "forwarded, X-Forwarded-For: 203.0.113.66"})
    void isNeverReadFromTheOtherHeader(String believed, String other) throws Exception {
        seen(TRUSTED + "client-address: " + believed + "\n", List.of(other), "127.0.0.1");
    }

    private static List<String> header(String name, String lines) {
        return List.of(lines.split(" / ")).stream()
                .map(line -> name + ": " + line)
                .toList();
    }

    /** Rules, access log and upstream all see this client. */
    private static void seen(String settings, List<String> headers, String client) throws Exception {
        var log = new ByteArrayOutputStream();
        boolean banned = client.startsWith("203.0.113.") || client.startsWith("2001:db8:bad:");
        try (Backend backend = Backend.start(
                "telling",
                exchange -> exchange.getResponseSender()
                        .send(exchange.getRequestHeaders()
                                .get("X-Forwarded-For")
                                .toString()))) {
            String answer;
            try (Gatehouse gateway = start(settings, backend, log)) {
                answer = call(gateway, headers);
            }
            if (banned) {
                assertThat(answer).contains("\"code\":\"" + Rejection.ADDRESS_BANNED.code() + "\"");
                assertThat(backend.calls()).isZero();
            } else {
                assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("127.0.0.1]");
                if (client.equals("127.0.0.1") && !settings.contains("127.0.0.0/8")) {
                    assertThat(answer)
                            .as("nothing of a stranger's is passed on")
                            .endsWith("[127.0.0.1]");
                }
            }
        }
        String line = log.toString(StandardCharsets.UTF_8);
        assertThat(new ObjectMapper().readTree(line).path("client").asText()).isEqualTo(client);
    }

    private static Gatehouse start(String settings, Backend backend, ByteArrayOutputStream log) {
        return Gatehouse.start(
                GatehouseConfiguration.parse("listen: { address: 127.0.0.1:0 }\nadmin: { address: off }\n" + settings)
                        .withRegistry(REGISTRY + Configurations.orders(backend))
                        .withAccessLog(log));
    }

    private static String call(Gatehouse gateway, List<String> headers) throws IOException {
        var head = new StringBuilder("GET /orders HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        try (var connection = RawConnection.to(gateway.address())) {
            return connection.send(head.append("\r\n").toString()).readAll();
        }
    }
}
