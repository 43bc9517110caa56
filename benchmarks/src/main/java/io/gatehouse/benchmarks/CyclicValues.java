package io.gatehouse.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Hands out prepared values again and again, so that a benchmark does not measure one value that never changes. */
final class CyclicValues<T> {

    private final List<T> values;
    private int next;

    private CyclicValues(List<T> values) {
        this.values = values;
    }

    static <S, T> CyclicValues<T> of(List<S> sources, Function<S, T> prepare) {
        var values = new ArrayList<T>();
        sources.forEach(source -> values.add(prepare.apply(source)));
        return new CyclicValues<>(values);
    }

    T next() {
        next = next + 1 == values.size() ? 0 : next + 1;
        return values.get(next);
    }
}
