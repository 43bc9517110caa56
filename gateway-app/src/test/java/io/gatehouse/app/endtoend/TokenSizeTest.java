package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How large a token may be: as large as a request head, unless the configuration says less. */
class TokenSizeTest {

    private static final String REGISTRY = """
            token: { type: jwt, algorithms: [HS256], secret: "%2$s" }
            services: { orders: { versions: { "1": { hosts: ["%1$s"], requires: [token] } } } }
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                     | 23000 | 200
            'limits: { max-header-size: 64KB }'                    | 45000 | 200
            'limits: { max-token-size: 1KB }'                      |   600 | 200
            'limits: { max-token-size: 1KB }'                      |  1000 | 401
            'limits: { max-header-size: 64KB, max-token-size: 40KB }' | 45000 | 401
            """)
    void isAsConfigured(String settings, int claim, int status) throws Exception {
        try (Backend backend = Backend.start("one");
                Gatehouse gateway = Gatehouse.start(
                        Configurations.with(settings + "\n", REGISTRY.formatted(backend.url(), SignedToken.SECRET)));
                RawConnection connection = RawConnection.to(gateway.address())) {
            String token =
                    SignedToken.ofClaims("{\"sub\":\"ada\",\"exp\":4102444800,\"x\":\"" + "x".repeat(claim) + "\"}");
            String answer = connection
                    .send("GET /orders HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nAuthorization: Bearer " + token
                            + "\r\n\r\n")
                    .readAll();
            assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
            assertThat(answer.contains("the token is too large")).isEqualTo(status == 401);
        }
    }
}
