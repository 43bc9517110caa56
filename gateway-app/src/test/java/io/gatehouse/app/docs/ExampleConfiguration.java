package io.gatehouse.app.docs;

import io.gatehouse.app.reading.ConfigurationInText;
import io.gatehouse.app.reading.LoadedConfiguration;
import io.gatehouse.compiler.document.RegistryDocumentReader;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.mongodb.MongoConnections;
import io.gatehouse.registry.yaml.ReadingLimits;
import io.gatehouse.registry.yaml.TreeText;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the examples of the pages; what an example leaves out stands in a registry around it. */
final class ExampleConfiguration {

    private static final String SERVICES = """
            services:
              orders:
                versions: { "1": { hosts: ["http://127.0.0.1:9001"], requires: [key] } }
              payments:
                versions: { "1": { hosts: ["http://127.0.0.1:9002"], requires: [key] } }
            """;
    private static final String PRODUCTS = """
            products: { shop: { packages: { basic: { acl: { orders: { "1": {} } } } } } }
            """;

    private ExampleConfiguration() {}

    /** Everything that is wrong with an example, as an operator would be told; empty if nothing is. */
    static String problems(String example) {
        return example.startsWith("# gateway.yml") ? processProblems(example) : registryProblems(example);
    }

    private static String processProblems(String example) {
        var registry = new RegistryTree("none", List.of(), List.of());
        return LoadedConfiguration.of(
                        new ConfigurationInText(example, Map.of()), Optional.of(() -> registry), new MongoConnections())
                .problems()
                .toString();
    }

    private static boolean has(String example, String section) {
        return example.lines().anyMatch((section + ":")::equals);
    }

    private static String registryProblems(String example) {
        String around = (has(example, "services") ? "" : SERVICES) + (has(example, "products") ? "" : PRODUCTS);
        var problems = new Problems();
        var part = TreeText.read("example", around + example, Map.of(), ReadingLimits.REGISTRY, problems);
        RegistryDocumentReader.read(new RegistryTree("example", List.of(part), List.of()), problems);
        return problems.toString();
    }
}
