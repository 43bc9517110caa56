package io.gatehouse.http.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.response.HeaderFields;
import io.gatehouse.http.cache.CachedResponse.Lifetime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResponseCacheTest {

    private static final HeaderFields ANY = name -> List.of();

    private final ResponseCache cache = new ResponseCache(100_000);

    @Test
    void keepsEachTenantsAndEachUsersApart() {
        CachedResponse response = response(10, Map.of());
        cache.put(new CacheKey("u", "acme", ""), ANY, response);

        assertThat(cache.find(new CacheKey("u", "acme", ""), ANY)).isSameAs(response);
        assertThat(cache.find(new CacheKey("u", "bolt", ""), ANY)).isNull();
        assertThat(cache.find(new CacheKey("u", "", ""), ANY)).isNull();
        assertThat(cache.find(new CacheKey("u", "acme", "ada"), ANY)).isNull();
    }

    @Test
    void keepsVariantsUpToABound() {
        var key = new CacheKey("u", "acme", "");
        for (int i = 0; i < 40; i++) {
            cache.put(key, accepting("a" + i), response(10, Map.of("accept", "a" + i)));
        }
        assertThat(cache.find(key, accepting("a39"))).isNotNull();
        assertThat(cache.find(key, accepting("a24"))).isNotNull();
        assertThat(cache.find(key, accepting("a23"))).isNull();
        CachedResponse newer = response(10, Map.of("accept", "a39"));
        cache.put(key, accepting("a39"), newer);
        assertThat(cache.find(key, accepting("a39"))).isSameAs(newer);
        assertThat(cache.find(key, accepting("a25"))).isNotNull();
    }

    @Test
    void takesRoomFromTheTenantWhoHasMostAndThereWhatNobodyAskedForLongest() {
        cache.put(new CacheKey("little", "bolt", ""), ANY, response(1000, Map.of()));
        cache.put(new CacheKey("hot", "acme", ""), ANY, response(1000, Map.of()));
        for (int i = 0; i < 1000; i++) {
            cache.put(new CacheKey("u" + i, "acme", ""), ANY, response(1000, Map.of()));
            cache.find(new CacheKey("hot", "acme", ""), ANY);
            assertThat(cache.bytes()).isLessThanOrEqualTo(100_000);
        }
        assertThat(cache.find(new CacheKey("little", "bolt", ""), ANY)).isNotNull();
        assertThat(cache.find(new CacheKey("hot", "acme", ""), ANY)).isNotNull();
        assertThat(cache.find(new CacheKey("u0", "acme", ""), ANY)).isNull();
        cache.put(new CacheKey("huge", "acme", ""), ANY, response(60_000, Map.of()));
        assertThat(cache.find(new CacheKey("huge", "acme", ""), ANY)).isNull();
    }

    @Test
    void givesAllRoomBackWhenItIsInvalidatedForWhomever() {
        for (String tenant : new String[] {"acme", "bolt", ""}) {
            cache.put(new CacheKey("u", tenant, ""), ANY, response(100, Map.of()));
        }
        cache.invalidate("u");

        assertThat(cache.find(new CacheKey("u", "bolt", ""), ANY)).isNull();
        assertThat(cache.bytes()).isZero();
        assertThat(cache.size()).isZero();
    }

    @Test
    void letsOneAskAndTheOthersWait() {
        var key = new CacheKey("u", "acme", "");
        List<String> woken = new ArrayList<>();

        assertThat(cache.leads(key, () -> woken.add("first"))).isTrue();
        assertThat(cache.leads(key, () -> woken.add("second"))).isFalse();
        assertThat(cache.leads(new CacheKey("u", "bolt", ""), () -> {})).isTrue();
        cache.landed(key);
        assertThat(woken).containsExactly("second");
        assertThat(cache.leads(key, () -> {})).isTrue();
    }

    private static HeaderFields accepting(String what) {
        return name -> name.equalsIgnoreCase("Accept") ? List.of(what) : List.of();
    }

    private static CachedResponse response(int bytes, Map<String, String> vary) {
        return new CachedResponse(200, List.of(), new byte[bytes], vary, new Lifetime(0, 1000, 0, 0, false));
    }
}
