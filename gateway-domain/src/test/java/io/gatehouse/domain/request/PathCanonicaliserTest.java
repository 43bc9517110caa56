package io.gatehouse.domain.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathCanonicaliserTest {

    @ParameterizedTest
    @CsvSource({
        "/,                     /,               /",
        "/orders/items,         /orders/items,   /orders/items",
        "/orders/,              /orders/,        /orders/",
        "/a.b/c..d,             /a.b/c..d,       /a.b/c..d",
        "/.well-known/x,        /.well-known/x,  /.well-known/x",
        "//orders///items//,    /orders/items/,  /orders/items/",
        "/%6Frders,             /orders,         /orders",
        "/caf%c3%a9,            /café,           /caf%C3%A9",
        "/a%20b,                /a b,            /a%20b",
        "/a+b,                  /a+b,            /a+b",
        "/a%2Bb%26c,            /a+b&c,          /a%2Bb%26c",
        "/a%2bb%3dc,            /a+b=c,          /a%2Bb%3Dc",
        "/a%3Ab/%40c,           /a:b/@c,         /a%3Ab/%40c",
        "/a[1]/b%5B2%5D,        /a[1]/b[2],      /a[1]/b%5B2%5D",
        "/!$&()*+:@=,           /!$&()*+:@=,     /!$&()*+:@=",
        "/%21%24%28%29%2A,      /!$()*,          /%21%24%28%29%2A",
        "/%7Euser/%2D%5F%41,    /~user/-_A,      /~user/-_A",
        "/a%3fb%23c,            /a?b#c,          /a%3Fb%23c",
        "/a|b,                  /a|b,            /a%7Cb",
        "/a%7cb,                /a|b,            /a%7Cb",
        "/{id}/x^2,             /{id}/x^2,       /%7Bid%7D/x%5E2",
        "/<b>/`c`,              /<b>/`c`,        /%3Cb%3E/%60c%60",
        "/say\"hi\",            '/say\"hi\"',     /say%22hi%22",
        "/it's,                 /it's,          /it's",
        "/...,                  /...,            /...",
        "/orders:1/x,           /orders:1/x,     /orders:1/x",
    })
    void readsAPathInOneWay(String raw, String matched, String forwarded) throws AmbiguousPathException {
        CanonicalPath path = PathCanonicaliser.canonicalise(raw);

        assertThat(path.matched()).isEqualTo(matched);
        assertThat(path.forwarded()).isEqualTo(forwarded);
        assertThat(path.encodedSlash()).isFalse();
        assertThat(path.parameters()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "orders",
                "/..",
                "/.",
                "/a/../b",
                "/a/./b",
                "/a/..",
                "/%2e%2e/b",
                "/%2E/b",
                "/.%2e/b",
                "/a%2eb",
                "/..;x/b",
                "/.;/b",
                "/..%3bx/b",
                "/a\\b",
                "/a%5cb",
                "/a%5Cb",
                "/a%00b",
                "/a%0d%0ab",
                "/a\u0001",
                "/a%7fb",
                "/a%",
                "/a%4",
                "/a%zz",
                "/a%+1",
                "/a%ff",
                "/a%fe",
                "/%c0%ae%c0%ae/",
                "/%c0%af",
                "/%ed%a0%80",
                "/a%c2%85b",
                "/a#b",
                "/a b",
                "/a\tb",
                "/a?b",
                "/é",
                "/a%\u0664\u0661"
            })
    void refusesWhatCouldBeReadInAnotherWay(String raw) {
        assertThatThrownBy(() -> PathCanonicaliser.canonicalise(raw)).isInstanceOf(AmbiguousPathException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/a%2fb,    /a%2Fb,     /a%2Fb",
        "/a%2Fb,    /a%2Fb,     /a%2Fb",
        "/a%25b,    /a%25b,     /a%25b",
        "/%252e%252e/b, /%252e%252e/b, /%252e%252e/b",
    })
    void keepsAnEncodedSlashOrPercentEncodedAndSaysSo(String raw, String matched, String forwarded) throws Exception {
        CanonicalPath path = PathCanonicaliser.canonicalise(raw);

        assertThat(path).isEqualTo(new CanonicalPath(matched, forwarded, true, false));
    }

    @Test
    void handsOnASemicolonAsItWasWrittenAndSaysSo() throws Exception {
        assertThat(PathCanonicaliser.canonicalise("/a;v=1/b"))
                .isEqualTo(new CanonicalPath("/a;v=1/b", "/a;v=1/b", false, true));
        assertThat(PathCanonicaliser.canonicalise("/a%3bv/b"))
                .isEqualTo(new CanonicalPath("/a;v/b", "/a%3Bv/b", false, true));
    }

    @Test
    void whatIsForwardedReadsAsWhatWasMatchedAndIsItsOwnCanonicalForm() {
        long seed = 20_260_101L;
        var random = new Random(seed);
        String[] parts = {
            "/",
            "a",
            "B",
            ".",
            "..",
            "%2e",
            "%2F",
            "%25",
            "%41",
            "%c3%a9",
            ";",
            "%3b",
            "%",
            "é",
            "\\",
            "%5c",
            "%00",
            " ",
            "+",
            "//",
            "?",
            "~",
            "%ff",
            "%e2%82%ac",
            "%2b",
            "%26",
            "%3A",
            "&",
            "[",
            "%5D",
            "|",
            "{",
            "\"",
            "^",
            "`",
            "%7b",
            "v1",
            ":1"
        };
        int accepted = 0;
        for (int n = 0; n < 50_000; n++) {
            var raw = new StringBuilder("/");
            for (int i = random.nextInt(8); i > 0; i--) {
                raw.append(parts[random.nextInt(parts.length)]);
            }
            try {
                CanonicalPath path = PathCanonicaliser.canonicalise(raw.toString());
                accepted++;
                String where = "seed " + seed + ", path " + raw;
                assertThat(PathCanonicaliser.canonicalise(path.forwarded()))
                        .as(where)
                        .isEqualTo(path);
                assertThat(path.forwarded()).as(where).doesNotContain("//").matches("[\\x21-\\x7e]+");
                assertThat("/" + path.matched() + "/")
                        .as(where)
                        .doesNotContain("/../")
                        .doesNotContain("/./");
                assertThat(slashes(path.matched())).as(where).isEqualTo(slashes(path.forwarded()));
                if (!path.encodedSlash()) {
                    String decoded = URLDecoder.decode(path.forwarded().replace("+", "%2B"), StandardCharsets.UTF_8);
                    assertThat(decoded).as(where).isEqualTo(path.matched());
                }
            } catch (AmbiguousPathException e) {
                assertThat(e).hasMessageStartingWith("the path ");
            }
        }
        assertThat(accepted).isGreaterThan(1_000);
    }

    @Test
    void cutsOffTheSameSegmentsFromBothSpellings() throws Exception {
        CanonicalPath path = PathCanonicaliser.canonicalise("/caf%c3%a9/v1/a%20b/");

        assertThat(path.matchedAfter(2)).isEqualTo("/a b/");
        assertThat(path.forwardedAfter(2)).isEqualTo("/a%20b/");
        assertThat(path.matchedAfter(3)).isEqualTo("/");
        assertThat(path.matchedAfter(9)).isEqualTo("/");
        assertThat(path.forwardedAfter(0)).isEqualTo("/caf%C3%A9/v1/a%20b/");
        assertThat(path.forwardedUpTo(0)).isEmpty();
        assertThat(path.forwardedUpTo(2)).isEqualTo("/caf%C3%A9/v1");
        assertThat(path.forwardedUpTo(3)).isEqualTo("/caf%C3%A9/v1/a%20b");
    }

    private static long slashes(String path) {
        return path.chars().filter(c -> c == '/').count();
    }
}
