package io.gatehouse.http.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.admin.AdminResponse;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminGuardTest {

    private static final Secret TOKEN = Secret.parse("s3cret");

    @ParameterizedTest
    @ValueSource(strings = {"Bearer s3cret", "bearer s3cret", "BEARER  s3cret "})
    void letsInWhoPresentsTheToken(String authorization) {
        assertThat(guard("0.0.0.0", TOKEN).objection(authorization)).isNull();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer s3cre",
                "Bearer s3crets",
                "Bearer S3CRET",
                "s3cret",
                "Basic s3cret"
            })
    void demandsTheToken(@Nullable String authorization) {
        assertThat(guard("0.0.0.0", TOKEN).objection(authorization))
                .isNotNull()
                .extracting(AdminResponse::status)
                .isEqualTo(401);
        assertThat(guard("192.0.2.1", TOKEN).objection(authorization)).isNotNull();
        assertThat(guard("::", TOKEN).objection(authorization)).isNotNull();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"Bearer ", "Bearer null", "Bearer s3cret"})
    void closesWhereThereIsNoToken(@Nullable String authorization) {
        assertThat(guard("0.0.0.0", null).objection(authorization))
                .isNotNull()
                .extracting(AdminResponse::status)
                .isEqualTo(403);
    }

    @Test
    void asksNothingOnLoopback() {
        assertThat(guard("127.0.0.1", TOKEN).objection(null)).isNull();
        assertThat(guard("::1", null).objection(null)).isNull();
    }

    private static AdminGuard guard(String address, @Nullable Secret token) {
        return new AdminGuard(new AdminSettings(new InetSocketAddress(address, 0), token));
    }
}
