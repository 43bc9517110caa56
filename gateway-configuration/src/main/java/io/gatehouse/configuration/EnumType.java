package io.gatehouse.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the shape of an enum: its constants in dashed lower-case, or as their {@link Key} says. */
final class EnumType {

    private EnumType() {}

    /** @param orOff whether the value may also be off, which is read elsewhere */
    static TypeBinder of(Class<?> type, boolean orOff) {
        Map<String, Object> words = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            words.put(word(type, (Enum<?>) constant), constant);
        }
        String expected = "one of " + String.join(", ", words.keySet()) + (orOff ? ", off" : "");
        return ScalarTypes.leaf(expected, SchemaForms.choice(List.copyOf(words.keySet())), scalar -> {
            Object constant = words.get(scalar.text());
            if (constant == null) {
                throw new MalformedValue(
                        expected + (scalar.hidden() ? "" : Suggestion.hint(scalar.text(), words.keySet())));
            }
            return constant;
        });
    }

    private static String word(Class<?> type, Enum<?> constant) {
        try {
            Key key = type.getField(constant.name()).getAnnotation(Key.class);
            return key == null ? Words.dashed(constant.name()) : key.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }
}
