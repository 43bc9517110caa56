package io.gatehouse.domain.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Percentage;
import io.gatehouse.domain.service.Rollout.StickTo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where callers stand, and how many of them a share reaches. */
class RolloutTest {

    private static final int CALLERS = 100_000;

    private static Rollout rollout(String share) {
        return new Rollout(
                VersionNumber.parse("2"), Percentage.parse(share), StickTo.KEY, null, null, TestServices.ORIGIN);
    }

    private static double at(String service, String caller) {
        return Rollout.position(service, caller.getBytes(StandardCharsets.UTF_8));
    }

    /** Five standard deviations of a binomial distribution: a correct hash fails this once in a million services. */
    private static double bound(double share) {
        return 5 * Math.sqrt(CALLERS * share * (1 - share)) + 1;
    }

    @ParameterizedTest
    @ValueSource(strings = {"0%", "0.1%", "1%", "5%", "25%", "50%", "99.9%", "100%"})
    void reachesItsShareOfCallersOfEveryKind(String share) {
        Rollout rollout = rollout(share);
        double wanted = rollout.share().share();
        for (IntFunction<String> kind : kinds()) {
            long reached = IntStream.range(0, CALLERS)
                    .filter(i -> rollout.reaches(at("orders", kind.apply(i))))
                    .count();

            assertThat((double) reached).isBetween(CALLERS * wanted - bound(wanted), CALLERS * wanted + bound(wanted));
        }
    }

    private static List<IntFunction<String>> kinds() {
        return List.of(
                i -> "tenant" + i + "/app/web",
                Integer::toString,
                i -> "10." + (i >> 16 & 255) + "." + (i >> 8 & 255) + "." + (i & 255),
                i -> "user-" + (i * 7919L) + "@shop.example");
    }

    @Test
    void standsEvenlyInEveryHundredth() {
        int[] found = new int[100];
        IntStream.range(0, CALLERS).forEach(i -> found[(int) (at("orders", "k" + i) * 100)]++);

        for (int count : found) {
            assertThat((double) count).isBetween(CALLERS * 0.01 - bound(0.01), CALLERS * 0.01 + bound(0.01));
        }
    }

    @Test
    void standsIndependentlyInEachService() {
        Rollout tenth = rollout("10%");
        long both = IntStream.range(0, CALLERS)
                .filter(i -> tenth.reaches(at("orders", "k" + i)) && tenth.reaches(at("stock", "k" + i)))
                .count();

        assertThat((double) both).isBetween(CALLERS * 0.01 - bound(0.01), CALLERS * 0.01 + bound(0.01));
    }

    @Test
    void aLargerShareOnlyAddsCallers() {
        String[] shares = {"0%", "0.5%", "5%", "5.000001%", "33%", "90%", "100%"};
        for (int i = 0; i < 10_000; i++) {
            double position = at("orders", "caller" + i);
            boolean before = false;
            for (String share : shares) {
                boolean now = rollout(share).reaches(position);
                assertThat(now || !before).as("caller%d at %s", i, share).isTrue();
                before = now;
            }
            assertThat(before).isTrue();
        }
    }

    /** Whoever gets a version goes on getting it: positions are part of what is promised, and computed here by another program. */
    @Test
    void standsWhereItHasAlwaysStood() {
        assertThat(at("orders", "acme/storefront/web")).isEqualTo(0.28664699626925727);
        assertThat(at("stock", "acme/storefront/web")).isEqualTo(0.8087622673179774);
    }

    @Test
    void saysWhoGetsItWithoutWhatTheHeaderHasToSay() {
        var marked = new Rollout(
                VersionNumber.parse("2"),
                Percentage.parse("0.5%"),
                StickTo.TENANT,
                "X-Canary",
                "geheim",
                TestServices.ORIGIN);

        assertThat(marked.text()).isEqualTo("0.5 % by tenant and requests that X-Canary marks get v2");
    }
}
