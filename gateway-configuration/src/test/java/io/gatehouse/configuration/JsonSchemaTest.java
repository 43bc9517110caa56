package io.gatehouse.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonSchemaTest {

    enum Mode {
        ON_DEMAND,
        ALWAYS
    }

    record Inner(
            @Described("How many.") @Default("3") @Range(min = 1, max = 9)
            int count,

            Origin origin) {}

    record Outer(
            String name,
            @Default("always") Mode mode,
            @Nullable Inner inner,
            @Default({}) Map<String, Inner> more) {}

    private final Map<String, Object> schema = JsonSchema.of(Outer.class, "Outer");

    @Test
    void requiresWhatHasNoDefault() {
        assertThat(schema).containsEntry("required", List.of("name")).containsEntry("additionalProperties", false);
    }

    @Test
    void describesRecordsOnce() {
        assertThat(schema.get("$defs"))
                .hasToString(
                        "{Inner={type=object, properties={count={title=whole number, description=How many., default=3,"
                                + " type=[integer, string], minimum=1, maximum=9, pattern=^-?[0-9]+$|\\$\\{}},"
                                + " additionalProperties=false}}");
    }

    @Test
    void listsTheWordsOfAnEnum() {
        assertThat(schema.get("properties").toString()).contains("enum=[on-demand, always]", "default=always");
    }

    @Test
    void optionsAreTheValuesOfARecordAndTheRecordsInIt() {
        assertThat(Option.of(Outer.class, ExtensionTypes.NONE))
                .extracting(option -> String.join(".", option.path()))
                .containsExactly("name", "mode", "inner.count");
    }

    @Test
    void saysWhatIsNotInEffect() {
        String schema = JsonSchema.of(BinderTest.Pending.class, "x").toString();
        assertThat(schema)
                .contains("Not in effect yet: dark-red; blue is used.")
                .contains("Not in effect yet.");
    }
}
