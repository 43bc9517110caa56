package io.gatehouse.domain.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest {

    @ParameterizedTest
    @CsvSource({
        "'',                  '',          ,        ",
        ",                    ,            ,        ",
        "?key=abc,            ?key=abc,    ,        ",
        "a=1&b=2,             a=1&b=2,     ,        ",
        "key=abc,             ,            abc,     ",
        "a=1&key=abc&b=2,     a=1&b=2,     abc,     ",
        "key=abc&a=1,         a=1,         abc,     ",
        "a=1&access_token=t,  a=1,         ,        t",
        "k%65y=abc&a=1,       a=1,         abc,     ",
        "key=a%2Bb+c,         ,            a+b c,   ",
        "key,                 ,            '',      ",
        "keys=1&Key=2,        keys=1&Key=2,,        ",
        "a=key=b,             a=key=b,     ,        ",
        "&&a=1&,              &&a=1&,      ,        ",
        "%zz=1&key=x,         %zz=1,       x,       ",
    })
    void findsCredentialsAndHandsOnTheRestUnchanged(
            @Nullable String raw, @Nullable String rest, @Nullable String key, @Nullable String token) {
        Query query = Query.of(raw, CredentialNames.DEFAULT);

        assertThat(query.rest()).isEqualTo(rest);
        assertThat(query.keys()).isEqualTo(key == null ? List.of() : List.of(key));
        assertThat(query.tokens()).isEqualTo(token == null ? List.of() : List.of(token));
    }

    @Test
    void findsThemAll() {
        Query query = Query.of("key=1&x&key=2&access_token=3&access_token=4", CredentialNames.DEFAULT);

        assertThat(query).isEqualTo(new Query("x", List.of("1", "2"), List.of("3", "4")));
    }
}
