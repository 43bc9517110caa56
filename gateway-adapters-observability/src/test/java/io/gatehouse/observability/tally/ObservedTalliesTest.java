package io.gatehouse.observability.tally;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.observation.WouldRefuse;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.traffic.TestExchanges;
import io.gatehouse.observability.tally.ObservedTallies.Observed;
import io.gatehouse.observability.tally.ObservedTallies.Pair;
import org.junit.jupiter.api.Test;

class ObservedTalliesTest {

    private static final long NOW = 1_735_689_600_000L;

    private final ObservedTallies tallies = new ObservedTallies();

    private void call(String tenant, long when, WouldRefuse... refusals) {
        tallies.ended(
                TestExchanges.observed(TestExchanges.ofTenant(TestExchanges.get("/", 200), tenant), refusals), when);
    }

    private static WouldRefuse acl(int line) {
        return new WouldRefuse(ObservedCheck.ACL, Rejection.API_NOT_GRANTED, new Origin("products.yml", line, 1));
    }

    @Test
    void countsByKeyAndRule() {
        var geo = new WouldRefuse(ObservedCheck.GEO, Rejection.COUNTRY_NOT_ALLOWED, null);
        call("acme", NOW, acl(3), geo);
        call("acme", NOW + 50_000, acl(3));
        call("beta", NOW + 50_000, acl(3));
        call("acme", NOW + 50_000);
        tallies.ended(TestExchanges.observed(TestExchanges.get("/", 200), geo), NOW + 50_000);

        String id = TestExchanges.get("/", 200).requestId();
        Pair acmeAcl = new Pair(
                "acme",
                "storefront",
                "acme/storefront/web",
                ObservedCheck.ACL,
                Rejection.API_NOT_GRANTED,
                acl(3).rule().toString());
        Pair acmeGeo = new Pair(
                "acme", "storefront", "acme/storefront/web", ObservedCheck.GEO, Rejection.COUNTRY_NOT_ALLOWED, null);
        assertThat(tallies.all(NOW + 70_000))
                .hasSize(4)
                .contains(
                        new Observed(acmeAcl, 1, 2, NOW + 50_000, id),
                        new Observed(acmeGeo, 0, 1, NOW, id),
                        new Observed(
                                new Pair(null, null, null, ObservedCheck.GEO, Rejection.COUNTRY_NOT_ALLOWED, null),
                                1,
                                1,
                                NOW + 50_000,
                                id));
    }

    @Test
    void forgetsThePairThatWasMetTheLongestAgo() {
        for (int line = 1; line <= ObservedTallies.MOST; line++) {
            call("acme", NOW, acl(line));
        }
        call("acme", NOW, acl(1));
        call("acme", NOW, acl(ObservedTallies.MOST + 1));

        assertThat(tallies.all(NOW))
                .hasSize(ObservedTallies.MOST)
                .extracting(one -> one.pair().rule())
                .contains(acl(1).rule().toString())
                .doesNotContain(acl(2).rule().toString());
    }
}
