package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The description of the dashboard's API, which answers are checked against. */
final class ApiDescription {

    private static final Path FILE = Path.of("..", "docs", "dashboard-api.yaml");

    private final String text;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    ApiDescription() throws IOException {
        text = Files.readString(FILE);
    }

    String text() {
        return text;
    }

    /** Checks an answer against the schema of this name. */
    void check(String schema, JsonNode answer) {
        Schema wanted = schemas.computeIfAbsent(
                schema,
                name -> SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(text + "\n$ref: '#/components/schemas/" + name + "'\n", InputFormat.YAML));
        assertThat(wanted.validate(answer)).as("%s: %s", schema, answer).isEmpty();
    }
}
