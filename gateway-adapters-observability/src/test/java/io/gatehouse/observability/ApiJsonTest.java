package io.gatehouse.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.domain.admin.AdminRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiJsonTest {

    /** A user agent may hold what a terminal takes for a command; an operator reads the answer with curl. */
    @Test
    void holdsNothingThatATerminalActsUpon() throws Exception {
        String hostile = "\u009b31m \u001b]0;x\u0007 \u202egpj \u2028 M\u00fcller";
        String json = new String(ApiJson.bytes(Map.of("agent", hostile)), StandardCharsets.ISO_8859_1);

        assertThat(json).matches("[ -~]+");
        assertThat(new ObjectMapper().readTree(json).path("agent").asText()).isEqualTo(hostile);
    }

    @Test
    void refusesParametersThatMeanNothing() {
        var request = new AdminRequest("GET", "/x", Map.of("tennant", "acme"), null, "127.0.0.1", new byte[0]);
        assertThat(ApiJson.unknownParameter(request, "tenant", "key"))
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(400))
                .satisfies(answer -> assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                        .contains("expected some of tenant, key")
                        .doesNotContain("tennant"));
        assertThat(ApiJson.unknownParameter(request, "tennant")).isNull();
    }
}
