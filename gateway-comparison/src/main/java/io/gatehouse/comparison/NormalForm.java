package io.gatehouse.comparison;

import io.gatehouse.configuration.Origin;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a document says, whatever the place where it is written: two documents mean the same if their normal forms are equal. It is
 * for comparing only; it may hold secrets and is never printed.
 */
final class NormalForm {

    /** Two values at most differ in their places: types whose components are looked into are few, and looked up once. */
    private static final ClassValue<List<RecordComponent>> COMPONENTS = new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> type) {
            List<RecordComponent> components = Arrays.stream(type.getRecordComponents())
                    .filter(component -> component.getType() != Origin.class)
                    .toList();
            // Records of plug-ins need not be public.
            components.forEach(component -> component.getAccessor().setAccessible(true));
            return components;
        }
    };

    private static final Object NOTHING = new Object();

    private NormalForm() {}

    /** Whether both say the same. */
    static boolean same(@Nullable Object one, @Nullable Object other) {
        return of(one).equals(of(other));
    }

    static Object of(@Nullable Object value) {
        if (value == null) {
            return NOTHING;
        }
        if (value instanceof Record document) {
            return ofRecord(document);
        }
        if (value instanceof Map<?, ?> map) {
            var entries = new HashMap<Object, Object>();
            map.forEach((key, inner) -> entries.put(of(key), of(inner)));
            return entries;
        }
        if (value instanceof Set<?> set) {
            return Set.copyOf(set.stream().map(NormalForm::of).toList());
        }
        if (value instanceof Enum<?> word) {
            return word.name();
        }
        return value instanceof Collection<?> list
                ? list.stream().map(NormalForm::of).toList()
                : value;
    }

    private static List<Object> ofRecord(Record document) {
        var parts = new ArrayList<Object>();
        // By name, as each side has classes of plug-ins of its own.
        parts.add(document.getClass().getName());
        for (RecordComponent component : COMPONENTS.get(document.getClass())) {
            try {
                parts.add(of(component.getAccessor().invoke(document)));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("a document that cannot be looked into: " + document.getClass(), e);
            }
        }
        return parts;
    }

    /** Numbers documents so that those that mean the same have the same number; each document is looked into once. */
    static final class CanonicalIds {

        private final IdentityHashMap<Object, Integer> known = new IdentityHashMap<>();
        private final Map<Object, Integer> numbers = new HashMap<>();

        int of(Object document) {
            Integer number = known.get(document);
            if (number == null) {
                number = numbers.computeIfAbsent(NormalForm.of(document), normal -> numbers.size());
                known.put(document, number);
            }
            return number;
        }
    }
}
