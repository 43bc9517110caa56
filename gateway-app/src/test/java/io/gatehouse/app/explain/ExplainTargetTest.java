package io.gatehouse.app.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainTargetTest {

    @ParameterizedTest
    @CsvSource({
        "/orders, false, '', /orders,",
        "/orders?, false, '', /orders, ''",
        "/a/b?c=d?e, false, '', /a/b, c=d?e",
        "//a/../%2e, false, '', //a/../%2e,",
        "http://api.example/orders?x=1, false, api.example, /orders, x=1",
        "HTTPS://api.example:8443/, true, api.example:8443, /,",
        "https://api.example, true, api.example, /,",
        "http://[::1]:80?x, false, [::1]:80, /, x"
    })
    void isAPathOrAUrl(String text, boolean secure, String authority, String path, @Nullable String query)
            throws Exception {
        assertThat(ExplainTarget.parse(text)).isEqualTo(new ExplainTarget(secure, authority, path, query));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "orders",
                "*",
                "ftp://x/",
                "http://",
                "http:///x",
                "http://me:secret@host/x",
                "/a b",
                "/a\r\nb"
            })
    void refusesWhatNobodyCanAskFor(String text) {
        assertThatThrownBy(() -> ExplainTarget.parse(text))
                .isInstanceOf(UnusableRequest.class)
                .hasMessageContaining("expected")
                .hasMessageNotContaining("secret");
    }
}
