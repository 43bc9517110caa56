package io.gatehouse.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExtensionTypesTest {

    record Shop(
            @Default("red") @ExtensionName("paint") String colour,

            @Extensible(value = "paint", inline = true, standing = true)
            Map<String, Sourced<Record>> paints,

            @Default({}) @Extensible("tools") Map<String, Sourced<Record>> tools) {}

    record Red(@Default("7") int tone) {}

    record BlueSettings(@Described("How dark.") int tone) {}

    record Nothing() {}

    private static final ExtensionTypes TYPES = new ExtensionTypes(Map.of(
            "paint", Map.of("red", Red.class, "blue", BlueSettings.class, "clear", Nothing.class),
            "tools", Map.of("saw", Nothing.class)));

    private final Trees tree = new Trees();
    private final Problems problems = new Problems();

    private @Nullable Shop bind(Object... keysAndValues) {
        return Binder.bind(tree.map(keysAndValues), Shop.class, TYPES, problems);
    }

    @Test
    void standThereWithTheirDefaultsIfTheyHaveThemAll() {
        Shop shop = bind();
        assertThat(problems).hasToString("");
        assertThat(shop.paints()).containsOnlyKeys("red", "clear");
        assertThat(shop.paints().get("red").value()).isEqualTo(new Red(7));
        assertThat(shop.tools()).isEmpty();
    }

    @Test
    void areBoundBelowTheirNames() {
        Shop shop = bind("colour", "blue", "blue", tree.map("tone", 3), "tools", tree.map("saw", tree.map()));
        assertThat(problems).hasToString("");
        assertThat(shop.paints().get("blue").value()).isEqualTo(new BlueSettings(3));
        assertThat(shop.tools().get("saw").value()).isEqualTo(new Nothing());
    }

    @Test
    void haveTheirMistakesReportedAsAllKeys() {
        bind("colour", "blu", "blue", tree.map("tine", 3), "clear", tree.map(), "tools", tree.map("axe", tree.map()));
        assertThat(problems.toString())
                .contains("colour: \"blu\" (expected one of ")
                .contains("did you mean blue?")
                .contains("blue.tine: unknown key (expected one of tone; did you mean tone?)")
                .contains("clear: unknown key")
                .contains("tools.axe: unknown key (expected one of saw");
    }

    @Test
    void areUnknownWithoutTheirTypes() {
        Binder.bind(tree.map("colour", "red", "tools", tree.map("saw", tree.map())), Shop.class, problems);
        assertThat(problems.toString()).contains("tools.saw: unknown key (expected nothing here");
    }

    @Test
    void haveSchemasAndVariables() {
        assertThat(JsonSchema.of(Shop.class, "Shop", TYPES).toString())
                .contains("blue={$ref=#/$defs/Blue}")
                .contains("How dark.")
                .contains("red={default={}, $ref=#/$defs/Red}");
        assertThat(Option.of(Shop.class, TYPES).stream().map(Option::path))
                .contains(List.of("colour"), List.of("red", "tone"), List.of("blue", "tone"))
                .doesNotContain(List.of("paints"));
    }
}
