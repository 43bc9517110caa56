package io.gatehouse.configuration;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One component of a record: its word, its shape, and what holds where it is absent. */
final class PropertyBinding {

    final String key;
    final TypeBinder shape;
    final String description;
    final boolean orOff;
    final boolean shorthand;
    final boolean namedInShort;
    final @Nullable Pattern remaining;
    final boolean inline;
    final String remainingExpected;
    final String @Nullable [] defaults;

    private final @Nullable NotInEffect pending;
    private final boolean nullable;
    private final @Nullable Object constant;

    PropertyBinding(RecordComponent component) {
        Key word = component.getAnnotation(Key.class);
        Described described = component.getAnnotation(Described.class);
        Default byDefault = component.getAnnotation(Default.class);
        Remaining rest = component.getAnnotation(Remaining.class);
        key = word == null ? Words.dashed(component.getName()) : word.value();
        pending = component.getAnnotation(NotInEffect.class);
        description = (described == null ? "" : described.value()) + mark(pending);
        Extensible extensible = component.getAnnotation(Extensible.class);
        ExtensionName name = component.getAnnotation(ExtensionName.class);
        inline = extensible != null && extensible.inline();
        shape = extensible != null
                ? new ExtensionBinder(extensible.value(), inline, extensible.standing())
                : name != null && component.getType() == String.class
                        ? new ExtensionNameBinder(name.value(), List.of(name.own()))
                        : TypeBinders.of(component.getGenericType(), component);
        nullable = TypeBinders.nullable(component);
        orOff = component.isAnnotationPresent(Disableable.class);
        Shorthand brief = component.getAnnotation(Shorthand.class);
        shorthand = brief != null;
        namedInShort = brief == null || brief.named();
        remaining = rest == null ? null : Pattern.compile(rest.value());
        remainingExpected = rest == null ? "" : rest.expected();
        defaults = byDefault == null ? null : byDefault.value();
        constant = defaults != null && shape.placeless()
                ? makeDefault(ConfigPath.root(Origin.of("default"), new Problems()))
                : null;
    }

    private static String mark(@Nullable NotInEffect pending) {
        if (pending == null) {
            return "";
        }
        String values = pending.values().length == 0 ? "" : ": " + String.join(", ", pending.values());
        return " Not in effect yet" + values + (pending.instead().isEmpty() ? "" : "; " + pending.instead()) + ".";
    }

    /** Warns of a value that has no effect; the default has none by itself. */
    void warn(Node given, Object value, ConfigPath place) {
        if (pending == null || pending.refused() || value.equals(constant)) {
            return;
        }
        boolean named = given instanceof Node.Scalar scalar
                && Arrays.asList(pending.values()).contains(scalar.text());
        if (named || pending.values().length == 0) {
            String instead = pending.instead().isEmpty() ? "" : ", " + pending.instead();
            place.warn(given, "it has no effect in this version" + instead);
        }
    }

    boolean required() {
        return defaults == null && !nullable && remaining == null && !inline && !(shape instanceof SettingBinder);
    }

    /** What holds where the key is absent; null where that is allowed. Not to be called if the key is required. */
    @Nullable
    Object absent(ConfigPath place) {
        if (constant != null) {
            return constant;
        }
        if (defaults != null) {
            return makeDefault(place);
        }
        return shape instanceof SettingBinder ? new Setting.Absent<>() : null;
    }

    private Object makeDefault(ConfigPath place) {
        Problems problems = new Problems();
        Origin origin = place.origin();
        Object value = shape.read(defaultNode(origin), ConfigPath.root(origin, problems, place.extensions()));
        if (value == null) {
            throw new IllegalStateException("bad default of " + key + ": " + problems);
        }
        return value;
    }

    private Node defaultNode(Origin origin) {
        String[] texts = defaults == null ? new String[0] : defaults;
        if (shape instanceof RecordBinder
                || shape instanceof MapBinder
                || shape instanceof ExtensionBinder
                || (shape instanceof ListBinder list && list.orOne())) {
            return new Node.Mapping(origin, List.of());
        }
        if (shape instanceof ListBinder) {
            return new Node.Sequence(
                    origin, Arrays.stream(texts).map(text -> text(origin, text)).toList());
        }
        return text(origin, texts[0]);
    }

    private static Node text(Origin origin, String text) {
        return new Node.Scalar(origin, text, Node.Kind.TEXT);
    }
}
