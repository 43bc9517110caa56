package io.gatehouse.registry.soajs.installation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects of the database laid over each other, field by field; of all else the upper one counts. */
final class MergedValues {

    private MergedValues() {}

    static Map<String, @Nullable Object> merge(Map<?, ?> under, Map<?, ?> over) {
        var merged = new LinkedHashMap<String, @Nullable Object>();
        under.forEach((name, value) -> merged.put(String.valueOf(name), value));
        over.forEach((name, value) -> {
            Object before = merged.get(String.valueOf(name));
            merged.put(
                    String.valueOf(name),
                    before instanceof Map<?, ?> lower && value instanceof Map<?, ?> upper
                            ? merge(lower, upper)
                            : value);
        });
        return merged;
    }
}
