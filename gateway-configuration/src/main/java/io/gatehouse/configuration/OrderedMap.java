package io.gatehouse.configuration;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Copies of maps that keep the written order, which {@link Map#copyOf} does not. A registry has many, most of them with a few entries. */
public final class OrderedMap {

    /** Looking at so many keys in turn takes no longer than to hash one. */
    private static final int FEW = 16;

    private OrderedMap() {}

    /** An unmodifiable copy in the same order. */
    @SuppressWarnings("unchecked") // what is in a small one came from such a map
    public static <K, V> Map<K, V> copyOf(Map<K, V> map) {
        if (map.isEmpty()) {
            return Map.of();
        }
        if (map instanceof Small) {
            return map;
        }
        return map.size() <= FEW ? (Map<K, V>) new Small(map) : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** Keys and values in turn in one array. */
    private static final class Small extends AbstractMap<Object, Object> {

        private final Object[] both;

        private Small(Map<?, ?> map) {
            both = new Object[2 * map.size()];
            int at = 0;
            for (Entry<?, ?> entry : map.entrySet()) {
                both[at++] = entry.getKey();
                both[at++] = entry.getValue();
            }
        }

        private int find(@Nullable Object key) {
            for (int i = 0; i < both.length; i += 2) {
                if (both[i].equals(key)) {
                    return i;
                }
            }
            return -1;
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            int at = find(key);
            return at < 0 ? null : both[at + 1];
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return find(key) >= 0;
        }

        @Override
        public void forEach(BiConsumer<? super Object, ? super Object> action) {
            for (int i = 0; i < both.length; i += 2) {
                action.accept(both[i], both[i + 1]);
            }
        }

        @Override
        public Set<Entry<Object, Object>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public Iterator<Entry<Object, Object>> iterator() {
                    return IntStream.range(0, both.length / 2)
                            .mapToObj(i -> Map.entry(both[2 * i], both[2 * i + 1]))
                            .iterator();
                }

                @Override
                public int size() {
                    return both.length / 2;
                }
            };
        }
    }
}
