package io.gatehouse.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.compiler.document.AclDocument;
import io.gatehouse.compiler.document.AclDocument.ApiAclDocument;
import io.gatehouse.compiler.document.AclDocument.ApiListing;
import io.gatehouse.compiler.document.AclDocument.MethodAclDocument;
import io.gatehouse.compiler.document.AclDocument.ServiceAclDocument;
import io.gatehouse.compiler.document.AclDocument.VersionAclDocument;
import io.gatehouse.compiler.document.PathPattern;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.access.Access;
import io.gatehouse.domain.access.AccessRule;
import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.access.VersionAcl;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rule a call falls under, and what is inherited. */
class AclCompilerTest {

    private static final Origin ORIGIN = Origin.of("test");
    private static final Access PUBLIC = new Access.Everybody();
    private static final Access ANY_USER = new Access.AnyUser();
    private static final Access ADMINS = new Access.MemberOf(Set.of("admin"));

    private final Map<String, MethodAclDocument> methods = Map.of(
            "get",
            method(null, null, Map.of("/items", api(null), "/items/:id", api(PUBLIC), "/items/secret", api(ADMINS))),
            "post",
            method(ADMINS, null, Map.of("/items", api(null), "/items/:id", api(PUBLIC))),
            "delete",
            method(null, ApiListing.OPEN, Map.of("/items", api(ADMINS))),
            "options",
            method(null, null, Map.of("/items", api(PUBLIC))));

    @ParameterizedTest
    @CsvSource({
        "GET,     /items,         user,   false",
        "GET,     /items/,        user,   false",
        "GET,     /items/7,       public, true",
        "GET,     /items/secret,  admin,  true",
        "GET,     /other,         ,",
        "HEAD,    /items/secret,  admin,  true",
        "HEAD,    /other,         ,",
        "POST,    /items,         admin,  true",
        "POST,    /items/7,       public, true",
        "POST,    /other,         ,",
        "DELETE,  /items,         admin,  true",
        "DELETE,  /other,         user,   false",
        "OPTIONS, /items,         public, true",
        "OPTIONS, /items/7,       ,",
        "PUT,     /items,         ,",
        "get,     /items,         ,",
    })
    void restrictedToWhatIsListed(String method, String path, @Nullable String access, @Nullable Boolean stated) {
        check(compile(ANY_USER, ApiListing.RESTRICTED).find(method, path), access, stated);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,     /items,         user,   false",
        "GET,     /other,         user,   false",
        "GET,     /items/7/parts, user,   false",
        "POST,    /other,         admin,  true",
        "PUT,     /items,         user,   false",
        "OPTIONS, /items/7,       user,   false",
        "HEAD,    /items/secret,  admin,  true",
    })
    void openToWhatIsNotListed(String method, String path, @Nullable String access, @Nullable Boolean stated) {
        check(compile(ANY_USER, ApiListing.OPEN).find(method, path), access, stated);
    }

    @Test
    void absentAtTheTopIsPublic() {
        AccessRule rule = compile(null, ApiListing.OPEN).find("GET", "/other");

        assertThat(rule).isNotNull();
        assertThat(rule.service()).isEqualTo(PUBLIC);
        assertThat(rule.demandsUser()).isFalse();
    }

    @Test
    void optionsFollowsGetWhereItHasNoEntryOfItsOwn() {
        var getOnly = new VersionAclDocument(
                ANY_USER, ApiListing.RESTRICTED, Map.of("get", method(null, null, Map.of("/x", api(ADMINS)))), ORIGIN);

        check(compile(getOnly).find("OPTIONS", "/x"), "admin", true);
        assertThat(compile(getOnly).find("OPTIONS", "/y")).isNull();
    }

    @Test
    void ofTwoPatternsForTheSamePathsTheFirstByItsTextHolds() {
        for (int more = 0; more < 50; more++) {
            Map<String, ApiAclDocument> paths =
                    new HashMap<>(Map.of("/x/:b" + more, api(PUBLIC), "/x/:a", api(ADMINS)));
            var rules = new VersionAclDocument(
                    ANY_USER, ApiListing.RESTRICTED, Map.of("get", method(null, null, paths)), ORIGIN);

            check(compile(rules).find("GET", "/x/7"), "admin", true);
        }
    }

    private VersionAcl compile(@Nullable Access access, ApiListing listing) {
        return compile(new VersionAclDocument(access, listing, methods, ORIGIN));
    }

    private static VersionAcl compile(VersionAclDocument document) {
        VersionNumber one = VersionNumber.parse("1");
        Acl acl = AclCompiler.compile(new AclDocument(
                Map.of("orders", new ServiceAclDocument(Map.of(one, document), ORIGIN)), ORIGIN));
        VersionAcl rules = acl.find(new VersionKey("orders", one));
        assertThat(rules).isNotNull();
        return rules;
    }

    private static MethodAclDocument method(
            @Nullable Access access, @Nullable ApiListing listing, Map<String, ApiAclDocument> paths) {
        Map<PathPattern, ApiAclDocument> parsed = new HashMap<>();
        paths.forEach((path, api) -> parsed.put(PathPattern.parse(path), api));
        return new MethodAclDocument(access, listing, parsed, ORIGIN);
    }

    private static ApiAclDocument api(@Nullable Access access) {
        return new ApiAclDocument(access, ORIGIN);
    }

    private static void check(@Nullable AccessRule rule, @Nullable String access, @Nullable Boolean stated) {
        if (access == null) {
            assertThat(rule).isNull();
            return;
        }
        assertThat(rule).isNotNull();
        Map<String, Access> words = Map.of("public", PUBLIC, "user", ANY_USER, "admin", ADMINS);
        assertThat(rule.api()).isEqualTo(words.get(access));
        assertThat(rule.stated()).isEqualTo(stated);
        assertThat(rule.service()).isEqualTo(ANY_USER);
    }
}
