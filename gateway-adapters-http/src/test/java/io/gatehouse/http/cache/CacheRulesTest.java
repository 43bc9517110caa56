package io.gatehouse.http.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.response.HeaderFields;
import io.gatehouse.http.cache.CachedResponse.Lifetime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheRulesTest {

    /** Tue, 15 Nov 1994 08:12:31 GMT. */
    private static final long NOW = 784_887_151_000L;

    /** Of {@code Name: value} texts with bars in between. */
    private static HeaderFields fields(@Nullable String text) {
        return name -> {
            List<String> values = new ArrayList<>();
            for (String line : text == null ? new String[0] : text.split(" \\| ", -1)) {
                int colon = line.indexOf(':');
                if (colon > 0 && line.substring(0, colon).trim().equalsIgnoreCase(name)) {
                    values.add(line.substring(colon + 1).trim());
                }
            }
            return values;
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Cache-Control: max-age=60; 60",
                "Cache-Control: MAX-AGE=60; 60",
                "Cache-Control: max-age=\"60\"; 60",
                "Cache-Control: public, max-age=60, s-maxage=5; 5",
                "Cache-Control: max-age=60 | Cache-Control: max-age=10; 10",
                "Cache-Control: max-age=99999999999999999999; 2147483648",
                "Cache-Control: max-age=60 | Expires: 0; 60",
                "Expires: Tue, 15 Nov 1994 08:13:31 GMT | Date: Tue, 15 Nov 1994 08:12:31 GMT; 60",
                "Cache-Control: max-age=0 | ETag: \"e\"; 0",
                "Cache-Control: max-age=soon | ETag: \"e\"; 0",
                "Cache-Control: no-cache, max-age=60 | ETag: \"e\"; 0",
                "Expires: never | ETag: \"e\"; 0",
                "Expires: Tue, 15 Nov 1994 08:13:31 GMT | ETag: \"e\"; 0",
                "ETag: \"e\"; 0",
                "Last-Modified: Tue, 15 Nov 1994 08:12:31 GMT; 0",
            })
    void keepsWhatSaysForHowLongItIsFreshOrCanBeAskedForAgain(String response, long seconds) {
        Lifetime life = CacheRules.lifetime(200, false, fields(response), NOW);

        assertThat(life).isNotNull();
        assertThat(life.freshMillis()).isEqualTo(seconds * 1000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain",
                "Cache-Control: no-store, max-age=60",
                "Cache-Control: private, max-age=60",
                "Cache-Control: private=\"X-A\", max-age=60",
                "Cache-Control: max-age=60 | Set-Cookie: a=1",
                "Cache-Control: max-age=60 | Vary: *",
                "Cache-Control: max-age=60 | Vary: Accept | Vary: a, *",
                "Cache-Control: max-age=60 | Content-Range: bytes 0-1/2",
                "Cache-Control: max-age=0",
                "Cache-Control: no-cache",
                "Expires: 0",
            })
    void doesNotKeep(String response) {
        assertThat(CacheRules.lifetime(200, false, fields(response), NOW)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "200, true",
        "203, true",
        "204, true",
        "301, true",
        "308, true",
        "404, true",
        "410, true",
        "206, false",
        "302, false",
        "304, false",
        "500, false",
        "503, false"
    })
    void keepsStatusesThatSaySomethingLasting(int status, boolean kept) {
        assertThat(CacheRules.lifetime(status, false, fields("Cache-Control: max-age=60"), NOW) != null)
                .isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({
        "max-age=60, false",
        "'public, max-age=60', true",
        "s-maxage=60, true",
        "'must-revalidate, max-age=60', true"
    })
    void keepsWhatWasAskedForWithCredentialsOnlyIfItMay(String control, boolean kept) {
        assertThat(CacheRules.lifetime(200, true, fields("Cache-Control: " + control), NOW) != null)
                .isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Cache-Control: max-age=60; 0",
                "Cache-Control: max-age=60 | Age: 20; 20",
                "Cache-Control: max-age=60 | Age: x; 0",
                "Cache-Control: max-age=60 | Date: Tue, 15 Nov 1994 08:12:21 GMT; 10",
                "Cache-Control: max-age=60 | Date: Tue, 15 Nov 1994 08:12:21 GMT | Age: 5; 10",
                "Cache-Control: max-age=60 | Date: Tue, 15 Nov 1994 09:12:21 GMT; 0",
            })
    void countsTheAgeThatItCameWith(String response, long age) {
        CachedResponse kept = kept(response);

        assertThat(kept.ageSeconds(NOW)).isEqualTo(age);
        assertThat(kept.ttlSeconds(NOW)).isEqualTo(60 - age);
        assertThat(CacheRules.isFresh(kept, fields(null), NOW + (59 - age) * 1000))
                .isTrue();
        assertThat(CacheRules.isFresh(kept, fields(null), NOW + (60 - age) * 1000))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Accept: a; true",
                "Cache-Control: no-cache; false",
                "Pragma: no-cache; false",
                "Pragma: no-cache | Cache-Control: max-age=100; true",
                "Cache-Control: max-age=0; false",
                "Cache-Control: max-age=19; false",
                "Cache-Control: max-age=20; true",
                "Cache-Control: min-fresh=40; true",
                "Cache-Control: min-fresh=41; false",
                "Cache-Control: max-stale=100; true",
            })
    void givesWhatTheClientWants(String request, boolean fresh) {
        CachedResponse kept = kept("Cache-Control: max-age=60");

        assertThat(CacheRules.isFresh(kept, fields(request), NOW + 20_000)).isEqualTo(fresh);
    }

    @Test
    void neverGivesNoCacheWithoutAsking() {
        assertThat(CacheRules.isFresh(kept("Cache-Control: no-cache, max-age=60 | ETag: \"e\""), fields(null), NOW))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Cache-Control: max-age=60, stale-if-error=30; true",
                "Cache-Control: max-age=60; false",
                "Cache-Control: max-age=60, stale-if-error=30, must-revalidate; false",
                "Cache-Control: max-age=60, stale-if-error=30, proxy-revalidate; false",
                "Cache-Control: s-maxage=60, stale-if-error=30; false",
                "Cache-Control: no-cache, stale-if-error=30 | ETag: \"e\"; false",
            })
    void standsInForErrorsAsLongAsItSays(String response, boolean stands) {
        CachedResponse kept = kept(response);

        assertThat(CacheRules.standsIn(kept, NOW + 89_000)).isEqualTo(stands);
        assertThat(CacheRules.standsIn(kept, NOW + 90_000)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Cache-Control: max-age=60, stale-while-revalidate=30;; true",
                "Cache-Control: stale-while-revalidate=90 | ETag: \"e\";; true",
                "Cache-Control: max-age=60;; false",
                "Cache-Control: max-age=60, stale-if-error=30;; false",
                "Cache-Control: max-age=60, stale-while-revalidate=30, must-revalidate;; false",
                "Cache-Control: max-age=60, stale-while-revalidate=30, proxy-revalidate;; false",
                "Cache-Control: s-maxage=60, stale-while-revalidate=30;; false",
                "Cache-Control: no-cache, stale-while-revalidate=30 | ETag: \"e\";; false",
                "Cache-Control: max-age=60, stale-while-revalidate=30; Accept: a; true",
                "Cache-Control: max-age=60, stale-while-revalidate=30; Cache-Control: only-if-cached; true",
                "Cache-Control: max-age=60, stale-while-revalidate=30; Cache-Control: no-cache; false",
                "Cache-Control: max-age=60, stale-while-revalidate=30; Pragma: no-cache; false",
                "Cache-Control: max-age=60, stale-while-revalidate=30; Cache-Control: max-age=88; false",
                "Cache-Control: max-age=60, stale-while-revalidate=30; Cache-Control: max-age=89; true",
                "Cache-Control: max-age=60, stale-while-revalidate=30; Cache-Control: min-fresh=0; false",
            })
    void isGivenWhileItIsAskedForAgainAsLongAsItSays(String response, @Nullable String request, boolean given) {
        CachedResponse kept = kept(response);

        assertThat(CacheRules.isGoodMeanwhile(kept, fields(request), NOW + 89_000))
                .isEqualTo(given);
        assertThat(CacheRules.isGoodMeanwhile(kept, fields(request), NOW + 90_000))
                .isFalse();
        assertThat(CacheRules.isFresh(kept, fields(request), NOW + 89_000)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Accept: a; false",
                "If-None-Match: \"e\"; true",
                "If-None-Match: W/\"e\"; true",
                "If-None-Match: \"x\", \"e\"; true",
                "If-None-Match: *; true",
                "If-None-Match: \"x\"; false",
                "If-None-Match: \"x\" | If-Modified-Since: Tue, 15 Nov 1994 08:12:31 GMT; false",
                "If-Modified-Since: Tue, 15 Nov 1994 08:12:31 GMT; true",
                "If-Modified-Since: Tue, 15 Nov 1994 08:12:30 GMT; false",
                "If-Modified-Since: yesterday; false",
            })
    void tellsWhetherTheClientHasIt(String request, boolean known) {
        CachedResponse kept =
                kept("Cache-Control: max-age=60 | ETag: \"e\" | Last-Modified: Tue, 15 Nov 1994 08:12:31 GMT");

        assertThat(CacheRules.isKnown(kept, fields(request))).isEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource({
        "Range: bytes=0-1, true",
        "Cache-Control: no-store, true",
        "If-Match: a, true",
        "Upgrade: websocket, true",
        "Cache-Control: no-cache, false",
        "Cookie: a=1, false"
    })
    void leavesAloneWhatWantsSomethingElse(String request, boolean bypasses) {
        assertThat(CacheRules.bypasses(fields(request))).isEqualTo(bypasses);
    }

    @Test
    void isRenewedByWhatA304Says() {
        CachedResponse kept =
                kept("Cache-Control: max-age=60 | ETag: W/\"e\" | Content-Encoding: gzip | X-A: 1 | Age: 59");

        CachedResponse next = CacheRules.renewed(
                kept,
                List.of(
                        Map.entry("cache-control", "max-age=90"),
                        Map.entry("ETag", "\"e\""),
                        Map.entry("Content-Encoding", "br"),
                        Map.entry("X-A", "2")),
                false,
                NOW + 5000);

        assertThat(next).isNotNull();
        assertThat(next.fields())
                .contains(Map.entry("ETag", "W/\"e\""), Map.entry("Content-Encoding", "gzip"), Map.entry("X-A", "2"))
                .doesNotContain(Map.entry("X-A", "1"), Map.entry("ETag", "\"e\""));
        assertThat(next.ttlSeconds(NOW + 5000)).isEqualTo(90);
        assertThat(next.ageSeconds(NOW + 5000)).isZero();
        assertThat(CacheRules.renewed(kept, List.of(Map.entry("Cache-Control", "no-store")), false, NOW))
                .isNull();
    }

    @Test
    void keepsWhatItVariesByUpToABound() {
        assertThat(CacheRules.vary(fields("Accept: a | Accept: b"), fields("Vary: Accept, X-None")))
                .isEqualTo(Map.of("accept", "a, b", "x-none", ""));
        assertThat(CacheRules.vary(fields("Accept: " + "x".repeat(3000)), fields("Vary: Accept")))
                .isNull();
        assertThat(CacheRules.vary(fields(null), fields("Vary: a,b,c,d,e,f,g,h,i,j,k")))
                .isNull();
    }

    private static CachedResponse kept(String response) {
        List<Map.Entry<String, String>> lines = new ArrayList<>();
        for (String line : response.split(" \\| ", -1)) {
            int colon = line.indexOf(':');
            lines.add(Map.entry(
                    line.substring(0, colon).trim(), line.substring(colon + 1).trim()));
        }
        Lifetime life = CacheRules.lifetime(200, false, fields(response), NOW);
        assertThat(life).isNotNull();
        return new CachedResponse(200, lines, new byte[0], Map.of(), life);
    }
}
