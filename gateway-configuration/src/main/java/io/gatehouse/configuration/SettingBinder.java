package io.gatehouse.configuration;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value that can also be off. */
record SettingBinder(TypeBinder value) implements TypeBinder {

    @Override
    public @Nullable Object read(Node node, ConfigPath place) {
        if (isOff(node)) {
            return new Setting.Off<>();
        }
        Object read = value.read(node, place);
        return read == null ? null : new Setting.Value<>(read);
    }

    /** True for a written {@code null} or {@code off}. */
    static boolean isOff(Node node) {
        return node instanceof Node.Scalar scalar && (scalar.isNull() || "off".equals(scalar.text()));
    }

    @Override
    public Map<String, Object> schema(SchemaDefinitions definitions) {
        return SchemaDefinitions.orOff(value.schema(definitions));
    }

    @Override
    public String expected() {
        return value.expected() + ", or off";
    }

    @Override
    public boolean placeless() {
        return value.placeless();
    }
}
