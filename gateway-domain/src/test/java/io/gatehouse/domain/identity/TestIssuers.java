package io.gatehouse.domain.identity;

import io.gatehouse.configuration.Secret;
import java.time.Duration;
import java.util.Set;

/** Token settings for tests. */
public final class TestIssuers {

    private TestIssuers() {}

    /** Settings of this name, for HS256 with a secret nobody needs to know. */
    public static TokenIssuer named(String id) {
        return new TokenIssuer.Signed(
                id,
                Set.of("HS256"),
                new KeyMaterial.Shared(Secret.parse("a-secret-for-tests-of-at-least-32-bytes")),
                null,
                null,
                Duration.ofSeconds(30),
                new TokenIssuer.Claims("sub", "groups"));
    }
}
