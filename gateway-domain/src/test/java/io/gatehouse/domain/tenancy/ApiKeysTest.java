package io.gatehouse.domain.tenancy;

import static io.gatehouse.domain.tenancy.TestKeys.key;
import static io.gatehouse.domain.tenancy.TestKeys.limited;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.access.Acl;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApiKeysTest {

    private static final long NOW = 1_767_225_600_000L;
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void findsAKeyByItsTextOrByItsHash() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest("web".getBytes(StandardCharsets.UTF_8));
        var keys = new ApiKeys(List.of(key("web", Acl.NOTHING), key("office", Acl.NOTHING)));

        assertThat(keys.find("web")).isNotNull().extracting(ApiKey::id).isEqualTo("acme/storefront/web");
        assertThat(keys.find("Web")).isNull();
        assertThat(keys.find("")).isNull();
        assertThat(KeyDigest.ofHex(HexFormat.of().formatHex(hash))).isEqualTo(KeyDigest.of("web"));
    }

    @Test
    void findsEachOfManyAndNoOthers() {
        List<ApiKey> many = IntStream.range(0, 10_000)
                .mapToObj(number -> key("key-" + number, Acl.NOTHING))
                .toList();
        var keys = new ApiKeys(many);

        assertThat(keys.all()).hasSize(many.size());
        for (int number = 0; number < many.size(); number++) {
            assertThat(keys.find("key-" + number)).isSameAs(many.get(number));
            assertThat(keys.find("other-" + number)).isNull();
        }
    }

    @Test
    void neverShowsADigest() {
        assertThat(key("web", Acl.NOTHING).toString())
                .doesNotContain(Long.toString(KeyDigest.of("web").a()));
    }

    @Test
    void tellsWhichKeysEndSoonTheNextFirst() {
        var keys = new ApiKeys(List.of(
                limited(key("never", Acl.NOTHING), null, null, false),
                limited(
                        key("later", Acl.NOTHING),
                        null,
                        NOW + DAY.multipliedBy(15).toMillis(),
                        false),
                limited(
                        key("in-13-days", Acl.NOTHING),
                        null,
                        NOW + DAY.multipliedBy(13).toMillis(),
                        false),
                limited(key("tomorrow", Acl.NOTHING), null, NOW + DAY.toMillis(), false),
                limited(key("revoked", Acl.NOTHING), null, NOW + DAY.toMillis(), true),
                limited(key("ended", Acl.NOTHING), null, NOW - 1, false)));

        assertThat(keys.endingWithin(DAY.multipliedBy(14), NOW))
                .extracting(ApiKey::id)
                .containsExactly("acme/storefront/tomorrow", "acme/storefront/in-13-days");
    }

    @Test
    void tellsWhichKeysHaveEndedTheLastFirst() {
        var keys = new ApiKeys(List.of(
                limited(key("never", Acl.NOTHING), null, null, false),
                limited(key("tomorrow", Acl.NOTHING), null, NOW + DAY.toMillis(), false),
                limited(key("long-ago", Acl.NOTHING), null, NOW - DAY.toMillis(), false),
                limited(key("revoked", Acl.NOTHING), null, NOW - 1, true),
                limited(key("now", Acl.NOTHING), null, NOW, false)));

        assertThat(keys.ended(NOW))
                .extracting(ApiKey::id)
                .containsExactly("acme/storefront/now", "acme/storefront/long-ago");
    }
}
