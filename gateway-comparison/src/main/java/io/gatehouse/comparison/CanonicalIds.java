package io.gatehouse.comparison;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/** Numbers documents so that those that mean the same have the same number; each document is looked into once. */
final class CanonicalIds {

    private final IdentityHashMap<Object, Integer> known = new IdentityHashMap<>();
    private final Map<Object, Integer> numbers = new HashMap<>();

    int of(Object document) {
        Integer number = known.get(document);
        if (number == null) {
            number = numbers.computeIfAbsent(NormalForm.of(document), meaning -> numbers.size());
            known.put(document, number);
        }
        return number;
    }
}
