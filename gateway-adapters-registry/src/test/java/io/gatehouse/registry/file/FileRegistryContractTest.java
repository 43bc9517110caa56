package io.gatehouse.registry.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatehouse.compiler.DocumentStoreContract;
import io.gatehouse.configuration.Node;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class FileRegistryContractTest extends DocumentStoreContract {

    @TempDir
    private Path folder;

    @Override
    protected RegistrySource source() {
        return new FileRegistry(folder, Map.of()).source();
    }

    @Override
    protected void hold(RegistryTree tree) throws IOException {
        for (Node.Entry entry : tree.parts().get(0).entries()) {
            var file = JsonNodeFactory.instance.objectNode().set(entry.key(), json(entry.value()));
            new ObjectMapper().writeValue(folder.resolve(entry.key() + ".json").toFile(), file);
        }
    }

    @Override
    protected void spoil() throws IOException {
        Files.writeString(folder.resolve("services.json"), "{\"services\": {\"orders\": {\"versions\": 1}}}");
    }

    @Override
    protected void empty() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static com.fasterxml.jackson.databind.JsonNode json(Node node) {
        var factory = JsonNodeFactory.instance;
        if (node instanceof Node.Mapping mapping) {
            var object = factory.objectNode();
            mapping.entries().forEach(entry -> object.set(entry.key(), json(entry.value())));
            return object;
        }
        if (node instanceof Node.Sequence sequence) {
            var array = factory.arrayNode();
            sequence.items().forEach(item -> array.add(json(item)));
            return array;
        }
        var scalar = (Node.Scalar) node;
        return switch (scalar.kind()) {
            case NULL -> factory.nullNode();
            case BOOLEAN -> factory.booleanNode(Boolean.parseBoolean(scalar.text()));
            case NUMBER -> factory.numberNode(Long.parseLong(scalar.text()));
            case TEXT -> factory.textNode(scalar.text());
        };
    }
}
