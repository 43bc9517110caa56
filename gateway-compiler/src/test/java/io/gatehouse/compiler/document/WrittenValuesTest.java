package io.gatehouse.compiler.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.compiler.document.CorsDocument.CorsOrigin;
import io.gatehouse.compiler.document.RetryDocument.RetryCondition;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenValuesTest {

    @ParameterizedTest
    @CsvSource({
        "http://h,http://h:80",
        "https://H.Example,https://h.example:443",
        "http://10.0.0.1:9001/,http://10.0.0.1:9001",
        "https://[2001:DB8::1]:8443,https://[2001:db8::1]:8443",
        "http://my_host-1,http://my_host-1:80",
        "https://a1-b.c-2,https://a1-b.c-2:443"
    })
    void readsHostUrls(String text, String whole) {
        assertThat(HostUrl.parse(text)).hasToString(whole);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h",
                "//h",
                "http:h",
                "HTTP://h",
                "http://h/x",
                "http://h:",
                "http://h:-1",
                "http://h:65536",
                "http://-h",
                "http://h..x",
                "http://1.2.3",
                "http://[::1%25eth0]",
                "http://::1",
                "http://h\nx"
            })
    void refusesOtherHostUrls(String text) {
        assertThatThrownBy(() -> HostUrl.parse(text)).isInstanceOf(MalformedValue.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://my_svc", "https://a.my_svc:8443", "https://_a", "https://a-", "https://a-.b"})
    void saysWhyANameCannotBeVerifiedOverTls(String text) {
        assertThatThrownBy(() -> HostUrl.parse(text))
                .isInstanceOf(MalformedValue.class)
                .hasMessageContaining("Java can neither ask for nor verify the certificate");
        assertThat(HostUrl.parse(text.replace("https", "http")).tls()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/,/",
        "/items,/items",
        "/items/,/items",
        "/items/:id,/items/:id",
        "/a/:b/*,/a/:b/*",
        "/*,/*",
        "/a:b,/a:b",
        "/ä b,/ä b"
    })
    void readsPathPatterns(String text, String pattern) {
        assertThat(PathPattern.parse(text)).hasToString(pattern);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "items",
                "//a",
                "/a//b",
                "/./a",
                "/a/..",
                "/a%20b",
                "/a;b",
                "/a?b",
                "/a\\b",
                "/*/a",
                "/a*",
                "/:",
                "/:1a",
                "/a\u0007"
            })
    void refusesOtherPathPatterns(String text) {
        assertThatThrownBy(() -> PathPattern.parse(text)).isInstanceOf(MalformedValue.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "https://shop.example",
                "http://localhost:3000",
                "https://*.shop.example",
                "https://[::1]:8443",
                "app://x"
            })
    void readsOrigins(String text) {
        assertThat(CorsOrigin.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "shop.example",
                "https://",
                "https://Shop.example",
                "https://a/",
                "https://*",
                "https://a*.b",
                "https://u@a"
            })
    void refusesOtherOrigins(String text) {
        assertThatThrownBy(() -> CorsOrigin.parse(text)).isInstanceOf(MalformedValue.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect-failure", "response-timeout", "reset", "502"})
    void readsRetryConditions(String text) {
        assertThat(RetryCondition.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"404", "600", "5xx", "timeout", ""})
    void refusesOtherRetryConditions(String text) {
        assertThatThrownBy(() -> RetryCondition.parse(text)).isInstanceOf(MalformedValue.class);
    }

    @Test
    void aKeyAndItsHashHaveTheSameFingerprint() {
        KeyHash written = KeyHash.parse("sha256:2D711642B726B04401627CA9FBAC32F5C8530FB1903CC4DB02258717921A4881");
        assertThat(KeyHash.of(Secret.parse("x"))).isEqualTo(written);
        assertThat(written).hasToString("sha256:***");
    }
}
