package io.gatehouse.domain.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        "q=50%,               q=50%,       ,        ",
        "q=50%&key=x%,        q=50%,       x%,      ",
        "%=%&%k%65y=1&k%65%79=%61%zz, %=%&%k%65y=1, a%zz, ",
        "q=a|b,               q=a%7Cb,     ,        ",
        "q={\"<a>\"}&x=`^\\, q=%7B%22%3Ca%3E%22%7D&x=%60%5E%5C,,",
        "q=a|b&key=c|d&x=%7c, q=a%7Cb&x=%7c, c|d,  ",
        "a[]=1&b=it's&c=%C3%A9&d=!$()*,'a[]=1&b=it''s&c=%C3%A9&d=!$()*',,",
    })
    void findsCredentialsAndHandsOnTheRestUnchanged(
            @Nullable String raw, @Nullable String rest, @Nullable String key, @Nullable String token) {
        Query query = Query.of(raw, CredentialNames.DEFAULT);

        assertThat(query.rest()).isEqualTo(rest);
        assertThat(query.keys()).isEqualTo(key == null ? List.of() : List.of(key));
        assertThat(query.tokens()).isEqualTo(token == null ? List.of() : List.of(token));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\tb", "a\r\nb", "a\u0000", "a\u007f", "a#b", "#", "caf\u00e9", "\u20ac", "\u0080"})
    void isNotLegalWithWhatOnlyAnEscapeMayStandFor(String raw) {
        assertThat(Query.isLegal(raw)).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "?", "/", "q=50%", "%", "%zz", "a|b{}^\"<>`\\", "a[]=1;b'", "!$&'()*+,;=:@/?-._~"})
    void isLegalHoweverElseItIsWritten(@Nullable String raw) {
        assertThat(Query.isLegal(raw)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"key", "k%65y", "%6b%65%79", "%6B%65%79", "%6bey", "ke%79"})
    void takesAKeyOutInEverySpelling(String name) {
        Query query = Query.of("a=%&" + name + "=s%65cret&b=|&" + name, CredentialNames.DEFAULT);

        assertThat(query).isEqualTo(new Query("a=%&b=%7C", List.of("secret", ""), List.of()));
    }

    @Test
    void findsThemAll() {
        Query query = Query.of("key=1&x&key=2&access_token=3&access_token=4", CredentialNames.DEFAULT);

        assertThat(query).isEqualTo(new Query("x", List.of("1", "2"), List.of("3", "4")));
    }
}
