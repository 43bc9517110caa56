package io.gatehouse.registry.soajs;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.gatehouse.compiler.RegistrySourceContract;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.registry.mongo.MongoServerFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

abstract class SoajsRegistryContract extends RegistrySourceContract {

    private MongoServerFixture server;
    private RegistrySource source;

    abstract MongoServerFixture server();

    @BeforeEach
    void connect() {
        server = server();
        source = SampleInstallation.registry(server.database(), "dev").source();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Override
    protected RegistrySource source() {
        return source;
    }

    @Override
    protected void fill() {
        new SampleInstallation().into(server.database());
    }

    @Override
    protected void change() {
        server.database().getCollection("hosts").updateOne(Filters.eq("_id", 1), Updates.set("ip", "127.0.0.2"));
    }

    @Override
    protected void spoil() {
        server.database().getCollection("tenants").updateMany(new Document(), Updates.set("applications", "none"));
    }

    @Override
    protected void empty() {
        server.database().drop();
    }

    @Test
    void namesTheCollectionAndTheIdOfEveryDocument() throws Exception {
        fill();
        RegistryTree tree = source.read();
        assertThat(documents(tree, new Problems()).tenants().get("ACME").origin())
                .hasToString("tenants/acme");
        assertThat(documents(tree, new Problems()).services().get("orders").origin())
                .hasToString("marketplace/orders");
        spoil();
        assertThat(source.read().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.origin()).hasToString("tenants/acme");
            assertThat(problem.path()).isEqualTo("applications");
        });
    }

    @Test
    void leavesNoTrace() throws Exception {
        fill();
        var before = everything();
        source.read();
        source.mark();
        assertThat(everything()).isEqualTo(before);
    }

    private Map<String, List<Document>> everything() {
        var all = new TreeMap<String, List<Document>>();
        for (String name : server.database().listCollectionNames()) {
            all.put(name, server.database().getCollection(name).find().into(new ArrayList<>()));
        }
        return all;
    }
}
