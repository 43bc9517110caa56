package io.gatehouse.domain.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorityTest {

    @ParameterizedTest
    @CsvSource({
        "Shop.Example,      shop.example",
        "shop.example:8080, shop.example",
        "shop.example.,     shop.example",
        "shop.example.:80,  shop.example",
        "192.0.2.1:80,      192.0.2.1",
        "[2001:DB8::1]:80,  2001:db8::1",
        "[2001:db8::1],     2001:db8::1",
        "[broken,           [broken",
        "'',                ''",
    })
    void readsTheHost(String authority, String host) {
        assertThat(Authority.host(authority)).isEqualTo(host);
    }
}
