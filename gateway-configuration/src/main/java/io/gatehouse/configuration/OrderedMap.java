package io.gatehouse.configuration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies of maps that keep the written order, which {@link Map#copyOf} does not. */
public final class OrderedMap {

    private OrderedMap() {}

    /** An unmodifiable copy in the same order. */
    public static <K, V> Map<K, V> copyOf(Map<K, V> map) {
        return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
