package io.gatehouse.observability.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TestExchanges;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is noted of the use of names, over reloads of the registry. */
class LastUsesTest {

    private static final String KEY = "key acme/storefront/web";
    private static final String ROUTE = "route orders /shop";
    private static final String GRANT = "grant package shop/basic orders 1";

    private final LastUses uses = new LastUses();

    private static ExchangeRecord exchange(@Nullable String route, @Nullable Origin rule) {
        ExchangeRecord exchange = TestExchanges.calledBy(
                TestExchanges.matched(TestExchanges.get("/shop", 200), route, "orders"), TestExchanges.ACME);
        return TestExchanges.decidedBy(exchange, rule);
    }

    /** A registry that has them all, written at places that look alike in each of its states. */
    private Origin registry() {
        var grant = new Origin("products.yml", 3, 7);
        var names = new RegistryNames();
        names.addKey("acme/storefront/web");
        names.addRoute("orders", "/shop");
        names.addGrant(grant, "package shop/basic", "orders 1");
        uses.names(names.collected());
        return grant;
    }

    private Map<String, Long> unwritten() {
        return uses.unwritten().stream().collect(Collectors.toMap(LastUses.Unwritten::name, LastUses.Unwritten::hour));
    }

    /** What has to be written in that hour of names that are present, which it is at once. */
    private List<String> present(long hour) {
        List<LastUses.Use> lacking = uses.lackingPresence(hour);
        lacking.forEach(use -> use.presenceWritten(hour));
        return lacking.stream().map(LastUses.Use::name).toList();
    }

    @Test
    void notesKeyRouteAndGrantOfACall() {
        Origin grant = registry();
        uses.used(exchange("/shop", grant), 7);

        assertThat(unwritten()).isEqualTo(Map.of(KEY, 7L, ROUTE, 7L, GRANT, 7L));
        uses.unwritten().forEach(LastUses.Unwritten::written);
        uses.used(exchange("/shop", grant), 7);
        assertThat(unwritten()).isEmpty();
        uses.used(exchange("/other", null), 8);
        assertThat(unwritten()).isEqualTo(Map.of(KEY, 8L));
        uses.used(exchange(null, null), 5);
        assertThat(unwritten()).isEqualTo(Map.of(KEY, 8L));
    }

    @Test
    void aRuleIsTheOneOfItsOwnRegistryWhateverStandsThereNow() {
        Origin before = registry();
        uses.names(new RegistryNames().collected());
        var names = new RegistryNames();
        var now = new Origin("products.yml", 3, 7);
        names.addGrant(now, "package shop/gold", "orders 1");
        uses.names(names.collected());
        assertThat(now).isEqualTo(before);

        uses.used(exchange(null, before), 7);

        assertThat(unwritten()).isEqualTo(Map.of(KEY, 7L, GRANT, 7L));
    }

    @Test
    void keepsWhatIsNotWrittenOverAReload() {
        Origin grant = registry();
        uses.used(exchange("/shop", grant), 7);
        registry();

        assertThat(present(7)).containsExactlyInAnyOrder(KEY, ROUTE, GRANT);
        assertThat(unwritten()).isEqualTo(Map.of(KEY, 7L, ROUTE, 7L, GRANT, 7L));
    }

    @Test
    void presenceIsWrittenOnceADayAndForNewNamesAtOnce() {
        registry();
        assertThat(present(7)).containsExactlyInAnyOrder(KEY, ROUTE, GRANT);
        var names = new RegistryNames();
        names.addKey("acme/storefront/web");
        names.addKey("acme/storefront/app");
        uses.names(names.collected());

        assertThat(present(8)).containsExactly("key acme/storefront/app");
        assertThat(present(30)).isEmpty();
        assertThat(present(31)).containsExactly(KEY);
        assertThat(present(32)).containsExactly("key acme/storefront/app");
    }

    @Test
    void whatARegistryDoesNotHaveAnyMoreIsNotedForCallsThatBeganBefore() {
        Origin grant = registry();
        uses.used(exchange("/shop", grant), 7);
        uses.names(new RegistryNames().collected());
        uses.used(exchange("/shop", grant), 8);
        registry();

        assertThat(unwritten()).isEqualTo(Map.of(KEY, 8L, ROUTE, 8L, GRANT, 8L));
    }

    @Test
    void notesNothingThatTheRegistryDoesNotHave() {
        uses.used(exchange("/shop", new Origin("products.yml", 3, 7)), 7);
        uses.names(new RegistryNames().collected());
        uses.used(exchange("/shop", new Origin("products.yml", 3, 7)), 7);

        assertThat(unwritten()).isEmpty();
    }
}
