package io.gatehouse.domain.access;

import static io.gatehouse.domain.tenancy.TestKeys.ORIGIN;
import static io.gatehouse.domain.tenancy.TestKeys.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What several packages grant together. */
class PackagesTest {

    private static final AccessRule OPEN = rule(Access.EVERYBODY, false);
    private static final AccessRule USER = rule(Access.ANY_USER, true);
    private static final AccessRule STATED = rule(Access.EVERYBODY, true);

    private static final Packages ALL = new Packages(Map.of(
            "shop/open", acl(rules("orders", "1", OPEN)),
            "shop/items", acl(listed("items", USER, null)),
            "shop/more", acl(listed("more", STATED, null), rules("stock", "2", OPEN)),
            "shop/loose", acl(listed("items", USER, OPEN)),
            "mail/items", acl(rules("mail", "1", OPEN)),
            "mail/letters", acl(rules("mail", "2", OPEN))));

    private static AccessRule rule(Access access, boolean stated) {
        return new AccessRule(access, access, stated, ORIGIN);
    }

    private static Acl acl(VersionAcl... versions) {
        return new Acl(
                Set.copyOf(Arrays.stream(versions).map(VersionAcl::service).toList()), List.of(versions), null);
    }

    /** One path of GET; all others are refused, or under another rule. */
    private static VersionAcl listed(String path, AccessRule rule, @Nullable AccessRule others) {
        return new VersionAcl(
                "orders",
                VersionNumber.parse("1"),
                PathTree.of(Map.of(List.of(path), rule), others),
                Map.of(),
                others,
                ORIGIN);
    }

    @ParameterizedTest
    @CsvSource({
        "open,         /items, open",
        "items,        /items, user",
        "items,        /more,  none",
        "items more,   /items, user",
        "items more,   /more,  stated",
        "items more,   /other, none",
        "open items,   /items, user",
        "open items,   /more,  none",
        "items open,   /other, none",
        "open loose,   /items, user",
        "loose open,   /items, user",
        "loose open,   /other, open",
        "gone open,    /other, open",
        "items gone,   /items, user",
    })
    void restrictedRulesPutAsideThoseThatAreNot(String names, String path, String expected) {
        AccessRule found = together("shop", names).find(key("orders", "1"), "GET", path);

        assertThat(found)
                .isEqualTo(Map.of("open", OPEN, "user", USER, "stated", STATED).get(expected));
    }

    @Test
    void aVersionIsGrantedThatAnyGrants() {
        GrantedPackages granted = together("shop", "items more");
        assertThat(granted.grants(key("orders", "1"))).isTrue();
        assertThat(granted.grants(key("stock", "2"))).isTrue();
        assertThat(granted.grants(key("stock", "1"))).isFalse();
    }

    @Test
    void namesAreLookedForInTheProductBeforeAllOthers() {
        assertThat(together("shop", "items").grants(key("orders", "1"))).isTrue();
        assertThat(together("mail", "items").grants(key("mail", "1"))).isTrue();
        assertThat(together("shop", "letters").grants(key("mail", "2"))).isTrue();
        assertThat(together("shop", "gone").packages()).isEmpty();
    }

    private static GrantedPackages together(String product, String names) {
        return ALL.together(product, List.of(names.split(" ", -1)));
    }

    private static VersionKey key(String service, String version) {
        return new VersionKey(service, VersionNumber.parse(version));
    }
}
