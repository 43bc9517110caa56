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

    record Saw(
            String saw, @Default("9") int teeth, @Nullable Secret mark) {}

    record Drill(String drill) {}

    record Bench(
            @Default("pine")
            @ExtensionName(
                    value = "wood",
                    own = {"pine", "oak"})
            String wood,

            @Default({}) @Extensible(value = "wood", standing = true)
            Map<String, Sourced<Record>> woods,

            @ExtensionName("power") @NotEmpty ListOrExtension<String> tools) {}

    private static final ExtensionTypes TYPES = new ExtensionTypes(Map.of(
            "wood", Map.of("cherry", Nothing.class),
            "power", Map.of("saw", Saw.class, "drill", Drill.class),
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

    private @Nullable Bench bench(ExtensionTypes types, Object... keysAndValues) {
        return Binder.bind(tree.map(keysAndValues), Bench.class, types, problems);
    }

    @Test
    void standInThePlaceOfAList() {
        assertThat(bench(TYPES, "tools", tree.list("a", "b")).tools().items()).containsExactly("a", "b");
        var saw = (ListOrExtension.Extension<String>)
                bench(TYPES, "tools", tree.map("teeth", 3, "saw", "x", "mark", "hush"))
                        .tools();
        assertThat(problems).hasToString("");
        assertThat(saw.name()).isEqualTo("saw");
        assertThat(saw.settings()).isInstanceOf(Saw.class);
        assertThat(saw.items()).isEmpty();
        assertThat(saw.text()).isEqualTo("{saw: x, teeth: 3, mark: ***}");
    }

    @Test
    void standThereByOneNameOnly() {
        assertThat(bench(TYPES, "tools", tree.map("saw", "x", "drill", "y"))).isNull();
        assertThat(problems.toString()).contains("tools.drill: a second name (expected only one of saw, drill)");
        bench(TYPES, "tools", tree.map("swa", "x"));
        bench(TYPES, "tools", tree.map("saw", "x", "teth", 4));
        bench(TYPES, "tools", tree.list());
        bench(TYPES, "tools", "x");
        bench(ExtensionTypes.NONE, "tools", tree.map("saw", "x"));
        assertThat(problems.toString())
                .contains("tools.swa: unknown key (expected a list, each item a text, or a mapping with one of: ")
                .contains("did you mean saw?")
                .contains("tools.teth: unknown key (expected one of saw, teeth, mark; did you mean teeth?)")
                .contains("tools: an empty list (expected at least one item)")
                .contains("tools: a text (expected a list, each item a text, or a mapping with one of: ")
                .contains("tools.saw: unknown key (expected a list, each item a text, or a mapping with a name"
                        + " below \"power\" in the configuration of the process, which has none)");
    }

    @Test
    void areNamedBesideNamesOfOurOwn() {
        assertThat(bench(TYPES, "wood", "cherry", "tools", tree.list("a")).wood())
                .isEqualTo("cherry");
        Bench oak = bench(TYPES, "wood", "oak", "woods", tree.map("cherry", tree.map()), "tools", tree.list("a"));
        assertThat(oak.woods()).containsOnlyKeys("cherry");
        assertThat(bench(ExtensionTypes.NONE, "tools", tree.list("a")).wood()).isEqualTo("pine");
        assertThat(problems).hasToString("");
        bench(TYPES, "wood", "chery", "tools", tree.list("a"));
        assertThat(problems.toString())
                .contains("wood: \"chery\" (expected one of pine, oak, cherry; did you mean cherry?)");
    }

    @Test
    void areOpenInSchemasOfWhichNobodyKnowsThem() {
        assertThat(JsonSchema.of(Bench.class, "Bench", TYPES).toString())
                .contains("enum=[pine, oak, cherry]")
                .contains("$ref=#/$defs/Saw");
        assertThat(JsonSchema.of(Bench.class, "Bench").toString())
                .contains("enum=[pine, oak]")
                .contains("title=the name of a plug-in's")
                .contains("title=mapping with the name of a plug-in");
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
