package io.gatehouse.http.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.response.HeaderFields;
import io.gatehouse.http.cache.CachedResponse.Lifetime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random events against a plain list of what was put: what was put last is found or gone, and never something else. */
class ResponseCacheModelTest {

    private static final int STEPS = 100_000;
    private static final long MOST = 60_000;
    private static final String[] TENANTS = {"", "acme", "bolt"};
    private static final String[] LANGUAGES = {"de", "en", "fr"};

    private final Random random = new Random(1509);
    private final ResponseCache cache = new ResponseCache(MOST);
    private final List<Plain> kept = new ArrayList<>();
    private final Map<CacheKey, List<String>> flights = new HashMap<>();
    private final List<String> woken = new ArrayList<>();

    private record Plain(CacheKey key, @Nullable String language, CachedResponse response) {

        boolean suits(CacheKey asked, String inLanguage) {
            return key.equals(asked) && (language == null || language.equals(inLanguage));
        }
    }

    @Test
    void doesWhatThePlainOneDoes() {
        for (int step = 0; step < STEPS; step++) {
            var key = new CacheKey(
                    "u" + random.nextInt(12), TENANTS[random.nextInt(3)], random.nextInt(4) == 0 ? "ada" : "");
            String language = LANGUAGES[random.nextInt(3)];
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> find(key, language, step);
                case 3, 4 -> put(key, language);
                case 5 -> {
                    if (random.nextInt(20) == 0) {
                        cache.invalidate(key.uri());
                        kept.removeIf(one -> one.key().uri().equals(key.uri()));
                    }
                }
                case 6 -> begin(key, "call " + step);
                default -> land(key);
            }
            assertThat(cache.bytes()).as("step %s", step).isBetween(0L, MOST);
        }
        for (int uri = 0; uri < 12; uri++) {
            cache.invalidate("u" + uri);
        }
        assertThat(cache.bytes()).isZero();
        assertThat(cache.size()).isZero();
    }

    private void find(CacheKey key, String language, int step) {
        CachedResponse found = cache.find(key, in(language));
        if (found == null) {
            // It may have made room for others; then it stays away.
            kept.removeIf(one -> one.suits(key, language));
        } else {
            assertThat(kept)
                    .as("step %s", step)
                    .filteredOn(one -> one.suits(key, language))
                    .extracting(Plain::response)
                    .contains(found);
        }
    }

    private void put(CacheKey key, String language) {
        boolean varies = random.nextBoolean();
        Map<String, String> vary = varies ? Map.of("accept-language", language) : Map.of();
        var response = new CachedResponse(
                200, List.of(), new byte[random.nextInt(4000)], vary, new Lifetime(0, 1, 0, 0, false));
        cache.put(key, in(language), response);
        kept.removeIf(one -> one.suits(key, language));
        kept.add(new Plain(key, varies ? language : null, response));
        assertThat(cache.find(key, in(language))).isNotNull();
    }

    private void begin(CacheKey key, String who) {
        List<String> waiting = flights.get(key);
        if (random.nextBoolean()) {
            assertThat(cache.leads(key)).isEqualTo(waiting == null);
        } else {
            assertThat(cache.leads(key, () -> woken.add(who))).isEqualTo(waiting == null);
            if (waiting != null) {
                waiting.add(who);
            }
        }
        flights.computeIfAbsent(key, first -> new ArrayList<>());
    }

    private void land(CacheKey key) {
        cache.landed(key);
        List<String> waiting = flights.remove(key);
        assertThat(woken).isEqualTo(waiting == null ? List.of() : waiting);
        woken.clear();
    }

    private static HeaderFields in(String language) {
        return name -> name.equalsIgnoreCase("accept-language") ? List.of(language) : List.of();
    }
}
