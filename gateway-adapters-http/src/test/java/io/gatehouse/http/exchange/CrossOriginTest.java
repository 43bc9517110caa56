package io.gatehouse.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.policy.CorsPolicy;
import io.gatehouse.http.codec.FieldLines;
import io.undertow.util.HttpString;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CrossOriginTest {

    private static final HttpString ALLOW_ORIGIN = new HttpString("Access-Control-Allow-Origin");
    private static final HttpString ORIGIN = new HttpString("Origin");

    private final CorsPolicy cors = new CorsPolicy(
            false, Set.of("https://shop.example"), List.of(), true, false, Map.of(), "X-Request-Id", Origin.of("test"));

    @Test
    void putsOurWordInThePlaceOfTheUpstreams() {
        FieldLines answer = upstreamSaysYes();

        GatewayHeaders.crossOrigin(cors, new FieldLines().put(ORIGIN, "https://shop.example"), answer);

        assertThat(answer.all("Access-Control-Allow-Origin")).containsExactly("https://shop.example");
        assertThat(answer.first("Access-Control-Expose-Headers")).isEqualTo("X-Request-Id");
        assertThat(answer.first("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(answer.all("Vary")).contains("Origin");
    }

    @Test
    void grantsNothingToAPageThatMayNotCall() {
        FieldLines answer = upstreamSaysYes();

        GatewayHeaders.crossOrigin(cors, new FieldLines().put(ORIGIN, "https://evil.example"), answer);

        assertThat(answer.contains(ALLOW_ORIGIN)).isFalse();
        assertThat(answer.all("Vary")).contains("Origin");
    }

    private static FieldLines upstreamSaysYes() {
        return new FieldLines().put(ALLOW_ORIGIN, "*");
    }
}
