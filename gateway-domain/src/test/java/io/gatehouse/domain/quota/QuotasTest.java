package io.gatehouse.domain.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.access.PathTree;
import io.gatehouse.domain.quota.Quotas.ServiceQuotas;
import io.gatehouse.domain.quota.Strategy.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which level decides: the entries of key, package and gateway for the service, then package and gateway as a whole. */
class QuotasTest {

    private static final Origin ORIGIN = Origin.of("test");

    /**
     * What each level says: {@code -} no entry; {@code a} a strategy; {@code off}; {@code .} an entry that says nothing of such
     * APIs; with {@code @} an entry for {@code /charge} and {@code /items/:id} only.
     */
    @ParameterizedTest
    @CsvSource({
        // of the key, of the service, whole, path,     decides
        "-,     -,     g,   /charge,   g",
        "-,     -,     -,   /charge,   ",
        "-,     -,     off, /charge,   off",
        "-,     s,     g,   /charge,   s",
        "-,     s,     -,   /charge,   s",
        "-,     off,   g,   /charge,   off",
        "-,     .,     g,   /charge,   g",
        "k,     s,     g,   /charge,   k",
        "k,     -,     g,   /charge,   k",
        "k,     off,   g,   /charge,   k",
        "off,   s,     g,   /charge,   off",
        ".,     s,     g,   /charge,   s",
        ".,     .,     g,   /charge,   g",
        "-,     s@,    g,   /charge,   s",
        "-,     s@,    g,   /charge/,  s",
        "-,     s@,    g,   /other,    g",
        "-,     s@,    g,   /items/7,  s",
        "-,     s@,    g,   /items,    g",
        "-,     off@,  g,   /charge,   off",
        "-,     off@,  g,   /other,    g",
        "k@,    s,     g,   /charge,   k",
        "k@,    s,     g,   /other,    s",
        "k@,    s@,    g,   /other,    g",
        "off@,  s,     g,   /other,    s",
        "off@,  s,     g,   /charge,   off",
    })
    void theNearestLevelThatSpeaksDecides(
            String ofKey, String ofService, String whole, String path, @Nullable String decides) {
        for (boolean user : List.of(false, true)) {
            QuotaRule general = quota(whole);
            Quotas quotas = quotas(ofService, whole, user);
            QuotaRule found = quotas.find(entries(ofKey, user), Quotas.NONE, "payments", path, 0, user);
            assertThat(word(found)).as("user %s", user).isEqualTo(decides);
            assertThat(quotas.find(entries(ofKey, user), Quotas.NONE, "orders", path, 0, user))
                    .as("another service")
                    .isEqualTo(general);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // of the key, of the package for the service, as a whole, of the gateway for the service, as a whole, path,
        // decides, elsewhere
        "-,   -,    p,   -,  g,  /charge, p,   p",
        "-,   -,    p,   s,  g,  /charge, s,   p",
        "-,   ps,   p,   s,  g,  /charge, ps,  p",
        "-,   ps,   -,   s,  g,  /charge, ps,  g",
        "-,   ps@,  p,   s,  g,  /other,  s,   p",
        "-,   ps@,  p,   -,  g,  /other,  p,   p",
        "-,   ps@,  -,   -,  g,  /other,  g,   g",
        "-,   ps@,  p,   s,  g,  /charge, ps,  p",
        "-,   .,    p,   -,  g,  /charge, p,   p",
        "-,   .,    -,   .,  g,  /charge, g,   g",
        "-,   off,  p,   s,  g,  /charge, off, p",
        "-,   -,    off, s,  g,  /charge, s,   off",
        "-,   -,    off, -,  g,  /charge, off, off",
        "-,   -,    -,   -,  -,  /charge, ,    ",
        "k,   ps,   p,   s,  g,  /charge, k,   p",
        "k@,  ps,   p,   s,  g,  /other,  ps,  p",
        "off, ps,   p,   s,  g,  /charge, off, p",
    })
    void packagesSpeakBetweenKeyAndGateway(
            String ofKey,
            String packageEntry,
            String packageWhole,
            String gatewayEntry,
            String gatewayWhole,
            String path,
            @Nullable String decides,
            @Nullable String elsewhere) {
        for (boolean user : List.of(false, true)) {
            Quotas gateway = quotas(gatewayEntry, gatewayWhole, user);
            Quotas ofPackage = quotas(packageEntry, packageWhole, user);
            assertThat(word(gateway.find(entries(ofKey, user), ofPackage, "payments", path, 0, user)))
                    .as("user %s", user)
                    .isEqualTo(decides);
            assertThat(word(gateway.find(entries(ofKey, user), ofPackage, "orders", path, 0, user)))
                    .as("another service")
                    .isEqualTo(elsewhere);
        }
    }

    private static Quotas quotas(String entry, String whole, boolean user) {
        QuotaRule general = quota(whole);
        return new Quotas(null, user ? null : general, user ? general : null, entries(entry, user));
    }

    private static Map<String, ServiceQuotas> entries(String text, boolean user) {
        if (text.equals("-")) {
            return Map.of();
        }
        QuotaRule quota = quota(text.replace("@", ""));
        QuotaRule other = QuotaRule.off("the other kind", ORIGIN);
        PathTree<Boolean> apis =
                text.endsWith("@") ? PathTree.of(Map.of(List.of("charge"), true, List.of("items", ":id"), true)) : null;
        return Map.of("payments", user ? new ServiceQuotas(other, quota, apis) : new ServiceQuotas(quota, other, apis));
    }

    private static @Nullable QuotaRule quota(String word) {
        if (word.equals("-") || word.equals(".")) {
            return null;
        }
        return word.equals("off")
                ? QuotaRule.off("off", ORIGIN)
                : QuotaRule.of(
                        new Strategy(word, new FixedWindow(1, 1), Subject.KEY, 0, Duration.ZERO, ORIGIN), "", ORIGIN);
    }

    private static @Nullable String word(@Nullable QuotaRule quota) {
        if (quota == null) {
            return null;
        }
        Strategy strategy = quota.strategy();
        return strategy == null ? "off" : strategy.name();
    }
}
