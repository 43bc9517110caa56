package io.gatehouse.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.tenancy.ApiKeys;
import io.gatehouse.domain.time.ManualClock;
import org.junit.jupiter.api.Test;

/** The walk from documents to a snapshot as a whole. */
class SnapshotCompilerTest {

    private static final String TEXT = """
            services: {orders: {versions: {1: {hosts: [http://127.0.0.1:9001]}}}},
            products: {shop: {packages: {basic: {acl: {orders: {1: {}}}}}}},
            tenants: {acme: {name: Acme, applications: {app: {package: shop/basic, keys: {web: {value: k1}}}}},
              globex: {name: Globex, applications: {app: {package: shop/basic, keys: {web: {value: k2}}}}}}""";

    private final ManualClock clock = new ManualClock();
    private final SnapshotCompiler compiler = new SnapshotCompiler(clock, false);

    @Test
    void numbersSnapshotsAndSaysWhereTheyAreFrom() {
        var documents = FlowText.documents(TEXT);
        Snapshot first = compiler.compile(documents, "here");
        Snapshot second = compiler.compile(documents, "there");

        assertThat(first.revision()).isEqualTo(1);
        assertThat(second.revision()).isEqualTo(2);
        assertThat(first.source()).isEqualTo("here");
        assertThat(second.source()).isEqualTo("there");
        assertThat(first.loadedMillis()).isEqualTo(clock.epochMillis());
        assertThat(first.keys().all()).hasSize(2);
        assertThat(first.services().all()).hasSize(1);
    }

    @Test
    void equalDocumentsGiveEqualServices() {
        Snapshot first = compiler.compile(FlowText.documents(TEXT), "test");
        Snapshot second = compiler.compile(FlowText.documents(TEXT), "test");

        assertThat(second.services().all())
                .containsExactlyElementsOf(first.services().all());
    }

    @Test
    void whatIsAsItWasIsTheSameObject() {
        String other = TEXT.replace("value: k2", "value: k3");
        ApiKeys first = compiler.compile(FlowText.documents(TEXT), "test").keys();
        ApiKeys second = compiler.compile(FlowText.documents(other), "test").keys();

        assertThat(second.find("k1")).isNotNull().isSameAs(first.find("k1"));
        assertThat(second.find("k2")).isNull();
        assertThat(second.find("k3")).isNotNull();
        assertThat(first.find("k3")).isNull();
    }

    @Test
    void aKeyOfATenantThatChangesIsTheSameObjectWhereItIsAsItWas() {
        ApiKeys first = compiler.compile(FlowText.documents(TEXT), "test").keys();
        ApiKeys second =
                compiler.compile(FlowText.documents(withAnother(TEXT)), "test").keys();

        assertThat(second.find("k1")).isNotNull().isSameAs(first.find("k1"));
        assertThat(second.find("k9")).isNotNull();
    }

    /** What decides on a call is known by the object that says where it is written, which is of the documents of now. */
    @Test
    void aKeyWithRulesOfItsApplicationCarriesThoseOfItsOwnDocument() {
        String own = TEXT.replace("keys: {web: {value: k1}}", "acl: {orders: {1: {}}}, keys: {web: {value: k1}}");
        ApiKeys first = compiler.compile(FlowText.documents(own), "test").keys();
        ApiKeys second =
                compiler.compile(FlowText.documents(withAnother(own)), "test").keys();

        assertThat(second.find("k1")).isNotNull().isNotSameAs(first.find("k1"));
    }

    private static String withAnother(String text) {
        return text.replace("{value: k1}", "{value: k1}, office: {value: k9}");
    }
}
