package io.gatehouse.http.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Meters by labels, made on first use; beyond the limit all newcomers share the meters of one spare set of labels.
 * Safe for concurrent use; finding takes no lock.
 */
final class BoundedMeters<K, V> {

    private final Map<K, V> meters = new ConcurrentHashMap<>();
    private final Function<K, V> factory;
    private final K spare;
    private final int limit;

    BoundedMeters(Function<K, V> factory, K spare, int limit) {
        this.factory = factory;
        this.spare = spare;
        this.limit = limit;
    }

    V get(K key) {
        V known = meters.get(key);
        return known == null ? begin(key) : known;
    }

    /** The limit may be passed by as many as threads arrive here at once. */
    private V begin(K key) {
        return meters.computeIfAbsent(meters.size() < limit ? key : spare, factory);
    }

    /** Whether none has been used. */
    boolean isEmpty() {
        return meters.isEmpty();
    }

    /** Drops what is not wanted any more, the spare ones excepted. */
    void retain(Predicate<K> wanted, Consumer<V> removed) {
        meters.forEach((key, value) -> {
            if (!wanted.test(key) && !key.equals(spare) && meters.remove(key, value)) {
                removed.accept(value);
            }
        });
    }
}
