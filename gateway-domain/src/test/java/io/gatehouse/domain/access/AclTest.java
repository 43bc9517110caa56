package io.gatehouse.domain.access;

import static io.gatehouse.domain.tenancy.TestKeys.ORIGIN;
import static io.gatehouse.domain.tenancy.TestKeys.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AclTest {

    private static final AccessRule RULE = new AccessRule(Access.ANY_USER, Access.ANY_USER, false, ORIGIN);

    private static final VersionAcl BOUGHT_ORDERS_1 = rules("orders", "1", RULE);
    private static final VersionAcl BOUGHT_ORDERS_2 = rules("orders", "2", RULE);
    private static final VersionAcl BOUGHT_STOCK_1 = rules("stock", "1", RULE);
    private static final VersionAcl BOUGHT_BILLS_1 = rules("bills", "1", RULE);
    private static final VersionAcl OWN_ORDERS_2 = rules("orders", "2.0", RULE);
    private static final VersionAcl OWN_MAIL_1 = rules("mail", "1", RULE);

    private static final Acl BOUGHT = new Acl(
            Set.of("orders", "stock", "bills"),
            List.of(BOUGHT_ORDERS_1, BOUGHT_ORDERS_2, BOUGHT_STOCK_1, BOUGHT_BILLS_1),
            null);

    private static final Acl OWN =
            new Acl(Set.of("orders", "mail", "bills"), List.of(OWN_ORDERS_2, OWN_MAIL_1), BOUGHT);

    @ParameterizedTest
    @CsvSource({
        "orders, 1, false",
        "orders, 2, true",
        "orders, 2.0.0, true",
        "orders, 3, false",
        "mail, 1, true",
        "mail, 2, false",
        "stock, 1, true",
        "stock, 2, false",
        "bills, 1, false",
        "elsewhere, 1, false",
    })
    void ownRulesWinForTheServicesThatTheyNameWithAllVersions(String service, String version, boolean granted) {
        assertThat(OWN.grants(key(service, version))).isEqualTo(granted);
    }

    @Test
    void givesTheRulesOfWhoeverNamesTheService() {
        assertThat(OWN.find(key("orders", "2"))).isSameAs(OWN_ORDERS_2);
        assertThat(OWN.find(key("stock", "1"))).isSameAs(BOUGHT_STOCK_1);
        assertThat(BOUGHT.find(key("orders", "2"))).isSameAs(BOUGHT_ORDERS_2);
        assertThat(BOUGHT.find(key("bills", "1"))).isSameAs(BOUGHT_BILLS_1);
    }

    @Test
    void grantsNothingWhereNothingIsSaid() {
        assertThat(Acl.NOTHING.grants(key("orders", "1"))).isFalse();
    }

    private static VersionKey key(String service, String version) {
        return new VersionKey(service, VersionNumber.parse(version));
    }
}
