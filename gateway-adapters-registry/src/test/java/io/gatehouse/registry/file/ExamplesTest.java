package io.gatehouse.registry.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.compiler.document.KeyDocument;
import io.gatehouse.compiler.document.PathPattern;
import io.gatehouse.compiler.document.PolicyDocument;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.compiler.document.Requirement.Credential;
import io.gatehouse.compiler.document.RetryDocument;
import io.gatehouse.compiler.document.ServiceDocument;
import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Setting;
import io.gatehouse.configuration.Sourced;
import io.gatehouse.domain.access.Access;
import io.gatehouse.domain.service.VersionNumber;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExamplesTest {

    static final Path EXAMPLES = Path.of("src/test/resources/examples/registry");

    private final RegistryText.Result result = RegistryText.read(EXAMPLES);
    private final RegistryDocuments documents = result.documents();

    @Test
    void haveNoProblems() {
        assertThat(result.problems()).hasToString("");
        assertThat(documents.services()).containsOnlyKeys("orders", "payments", "status");
        assertThat(documents.products()).containsOnlyKeys("shop");
        assertThat(documents.tenants()).containsOnlyKeys("acme", "globex");
    }

    @Test
    void servicesAreReadInFull() {
        ServiceDocument orders = documents.services().get("orders");
        assertThat(orders.origin()).hasToString(EXAMPLES + "/services.yml:3:3");
        assertThat(orders.healthCheck().interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(orders.retry())
                .isInstanceOfSatisfying(
                        Setting.Value.class,
                        retry -> assertThat(
                                        ((RetryDocument) retry.value()).budget().of(100))
                                .isEqualTo(20));
        assertThat(orders.versions().get(VersionNumber.parse("2")).listed())
                .extracting(host -> host.url() + " " + host.weight())
                .containsExactly("http://127.0.0.1:9004 3", "http://127.0.0.1:9007 1");
        assertThat(orders.versions().get(VersionNumber.parse("2")).requires().credentials())
                .isEqualTo(Set.of(Credential.KEY, Credential.TOKEN));
        assertThat(documents.services().get("payments").healthCheck()).isNull();
        assertThat(documents.services().get("payments").methods())
                .contains("OPTIONS")
                .doesNotContain("TRACE");
    }

    @Test
    void accessRulesAreReadInFull() {
        var basic = documents.products().get("shop").packages().get("basic").acl();
        var version = basic.services().get("orders").versions().get(VersionNumber.parse("1"));
        assertThat(version.access()).isEqualTo(new Access.Everybody());
        assertThat(version.methods()).containsOnlyKeys("get", "post", "delete");
        assertThat(version.methods()
                        .get("delete")
                        .paths()
                        .get(new PathPattern("/items/:id"))
                        .access())
                .isEqualTo(new Access.MemberOf(Set.of("admin")));
        assertThat(version.methods()
                        .get("get")
                        .paths()
                        .get(new PathPattern("/items"))
                        .access())
                .isNull();
    }

    @Test
    void keysAreReadInFull() {
        KeyDocument office = documents
                .tenants()
                .get("acme")
                .applications()
                .get("backoffice")
                .keys()
                .get("office");
        assertThat(office.value()).hasToString("***");
        assertThat(office.addresses().allow()).hasSize(2);
        assertThat(office.devices().allow().get(0).major().min()).isEqualTo(90);
        assertThat(office.devices().deny().get(0).os().major().exact()).isEqualTo("XP");
        assertThat(office.throttling().get("orders")).isInstanceOf(Setting.Value.class);
    }

    @Test
    void policyIsReadInFull() {
        PolicyDocument policy = documents.policy();
        assertThat(policy.throttling().edge()).isEqualTo(new Setting.Off<>());
        assertThat(policy.throttling().publicApis())
                .isInstanceOfSatisfying(
                        Setting.Value.class,
                        value ->
                                assertThat(((Sourced<?>) value.value()).value()).isEqualTo("default"));
        assertThat(policy.cors().maxAge()).isEqualTo(Duration.ofDays(20));
        assertThat(policy.token().jwks().isFile()).isTrue();
        assertThat(policy.maintenance().on()).isFalse();
    }

    @Test
    void warnsOfWhatHasNoEffectWithItsPlace() {
        assertThat(result.problems().warnings())
                .extracting(Notice::path)
                .containsExactly("throttling.strategies.burst");
        assertThat(result.problems().warnings()).allSatisfy(warning -> {
            assertThat(warning.origin().line()).isPositive();
            assertThat(warning.toString()).startsWith(EXAMPLES.toString());
        });
    }
}
