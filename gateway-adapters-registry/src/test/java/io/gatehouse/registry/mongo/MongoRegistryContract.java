package io.gatehouse.registry.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.gatehouse.compiler.DocumentStoreContract;
import io.gatehouse.compiler.SampleRegistry;
import io.gatehouse.compiler.document.RegistryHash;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.RegistryUnavailable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class MongoRegistryContract extends DocumentStoreContract {

    private final AtomicLong nanos = new AtomicLong();
    private MongoServerFixture server;
    private MongoRegistry registry;

    abstract MongoServerFixture server();

    @BeforeEach
    void connect() {
        server = server();
        registry = new MongoRegistry(server.database(), Map.of("NAME", "filled in"), nanos::get);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Override
    protected RegistrySource source() {
        return registry.source();
    }

    @Override
    protected void hold(RegistryTree tree) throws RegistryUnavailable {
        registry.carryOut(registry.plan(tree, true));
    }

    @Override
    protected void spoil() {
        edit("services", Updates.set("document.versions", 1));
    }

    @Override
    protected void empty() {
        server.database().drop();
    }

    /** What a person does in the shell. */
    private void edit(String collection, Bson change) {
        server.database().getCollection(collection).updateMany(new Document(), change);
        server.database()
                .getCollection(Generations.COLLECTION)
                .updateOne(Filters.eq("_id", Generations.CURRENT), Updates.inc(Generations.EDIT, 1));
    }

    private static RegistryTree without(RegistryTree tree, String key) {
        var part = tree.parts().get(0);
        var rest = part.entries().stream().filter(e -> !e.key().equals(key)).toList();
        return new RegistryTree("less", List.of(new Node.Mapping(part.origin(), rest)), List.of());
    }

    @Test
    void plansWhatDiffersOnly() throws Exception {
        RegistryTree sample = SampleRegistry.tree("Acme");
        assertThat(registry.plan(sample, false).lines())
                .containsExactlyInAnyOrder(
                        "+ services/orders",
                        "+ products/shop",
                        "+ tenants/acme",
                        "+ policy/ip-ban",
                        "+ policy/maintenance");
        hold(sample);
        assertThat(registry.plan(sample, true).isEmpty()).isTrue();
        ImportPlan plan = registry.plan(without(SampleRegistry.tree("Other"), "ip-ban"), false);
        assertThat(plan.lines()).containsExactly("~ tenants/acme");
        assertThat(plan.kept()).containsExactly("policy/ip-ban");
        assertThat(registry.plan(without(sample, "ip-ban"), true).lines()).containsExactly("- policy/ip-ban");
    }

    @Test
    void planningWritesNothing() throws Exception {
        registry.plan(SampleRegistry.tree("Acme"), true);
        assertThatThrownBy(() -> source().read()).isInstanceOf(RegistryUnavailable.class);
    }

    @Test
    void deletesOnlyWhenToldTo() throws Exception {
        RegistryTree sample = SampleRegistry.tree("Acme");
        hold(sample);
        registry.carryOut(registry.plan(without(sample, "ip-ban"), false));
        assertThat(RegistryHash.of(source().read())).isEqualTo(RegistryHash.of(sample));
        registry.carryOut(registry.plan(without(sample, "ip-ban"), true));
        assertThat(RegistryHash.of(source().read())).isEqualTo(RegistryHash.of(without(sample, "ip-ban")));
    }

    @Test
    void readersSeeNothingOfAnImportThatDidNotEnd() throws Exception {
        RegistryTree sample = SampleRegistry.tree("Acme");
        hold(sample);
        var tenants = server.database().getCollection("tenants");
        tenants.updateMany(new Document(), Updates.set(Generations.UNTIL, 2L));
        tenants.insertOne(new Document("_id", "acme@2")
                .append(Generations.NAME, "acme")
                .append(Generations.FROM, 2L)
                .append(Generations.UNTIL, Generations.OPEN)
                .append(Generations.CONTENT, new Document("name", "half")));

        assertThat(RegistryHash.of(source().read())).isEqualTo(RegistryHash.of(sample));
        hold(SampleRegistry.tree("Next"));
        assertThat(RegistryHash.of(source().read())).isEqualTo(RegistryHash.of(SampleRegistry.tree("Next")));
    }

    @Test
    void refusesAPlanThatIsOutOfDate() throws Exception {
        hold(SampleRegistry.tree("Acme"));
        ImportPlan late = registry.plan(SampleRegistry.tree("Late"), false);
        hold(SampleRegistry.tree("First"));
        assertThatThrownBy(() -> registry.carryOut(late))
                .isInstanceOf(RegistryUnavailable.class)
                .hasMessageContaining("changed by somebody else");
        assertThat(RegistryHash.of(source().read())).isEqualTo(RegistryHash.of(SampleRegistry.tree("First")));
    }

    @Test
    void isUnavailableWhileDocumentsAreMissing() throws Exception {
        hold(SampleRegistry.tree("Acme"));
        server.database().getCollection("tenants").deleteMany(new Document());
        assertThatThrownBy(() -> source().read())
                .isInstanceOf(RegistryUnavailable.class)
                .hasMessageContaining("holds 0 of 1 documents in tenants");
    }

    @Test
    void fillsPlaceholdersInWhenItIsRead() throws Exception {
        hold(SampleRegistry.tree("${NAME}"));
        assertThat(RegistryHash.of(source().read())).isEqualTo(RegistryHash.of(SampleRegistry.tree("filled in")));
        assertThat(RegistryHash.of(registry.written())).isEqualTo(RegistryHash.of(SampleRegistry.tree("${NAME}")));
    }

    @Test
    void noticesAnEditThatNobodyAnnounces() throws Exception {
        hold(SampleRegistry.tree("Acme"));
        RegistryTree read = source().read();
        server.database().getCollection("tenants").updateMany(new Document(), Updates.set("document.name", "Other"));

        assertThat(source().mark()).as("at once").isEqualTo(read.mark());
        nanos.addAndGet(HandEdits.EVERY.toNanos());
        assertThat(source().mark()).as("after a minute").isNotEqualTo(read.mark());

        read = source().read();
        assertThat(RegistryHash.of(read)).isEqualTo(RegistryHash.of(SampleRegistry.tree("Other")));
        nanos.addAndGet(HandEdits.EVERY.toNanos());
        assertThat(source().mark()).isEqualTo(read.mark());
    }

    @Test
    void keepsKeysThatADatabaseHasNoRoomFor() throws Exception {
        Origin place = Origin.of("sample");
        Node value = new Node.Scalar(place, "x", Node.Kind.TEXT);
        List<Node.Entry> entries = Stream.of(
                        "1.10", ".", "$a.b", "a%2Eb", "%%.", "a$", "%252E", "a\0b", "", "%2.", "%24")
                .map(key -> new Node.Entry(key, place, value))
                .toList();
        var tenant = new Node.Entry("acme.example", place, new Node.Mapping(place, entries));
        var tenants = new Node.Entry("tenants", place, new Node.Mapping(place, List.of(tenant)));
        var awkward = new RegistryTree("awkward", List.of(new Node.Mapping(place, List.of(tenants))), List.of());
        hold(awkward);
        assertThat(RegistryHash.of(source().read())).isEqualTo(RegistryHash.of(awkward));
    }

    @Test
    void readsAKeyWithADotThatAPersonWrote() {
        var person = new Document("1.10", 1);
        Node read = new BsonTree(Origin.of("services/orders"), new Problems()).read(person);
        assertThat(((Node.Mapping) read).entries()).extracting(Node.Entry::key).containsExactly("1.10");
    }
}
