package io.gatehouse.configuration;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mapping with known keys, bound to the components of a record. */
final class RecordBinder implements TypeBinder {

    final Class<?> type;
    /** In the order of the components; null for those that receive the origin. */
    private final List<@Nullable PropertyBinding> slots = new ArrayList<>();

    private final Map<String, Integer> index = new HashMap<>();
    private final List<String> words = new ArrayList<>();
    private final @Nullable PropertyBinding remaining;
    private final @Nullable PropertyBinding inline;
    private final @Nullable PropertyBinding shorthand;
    private final MethodHandle constructor;

    private RecordBinder(Class<?> type) {
        this.type = type;
        PropertyBinding rest = null;
        PropertyBinding plugged = null;
        PropertyBinding brief = null;
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType() == Origin.class) {
                slots.add(null);
                continue;
            }
            PropertyBinding slot = new PropertyBinding(component);
            slots.add(slot);
            if (slot.remaining != null) {
                rest = slot;
                continue;
            }
            if (slot.inline) {
                plugged = slot;
                continue;
            }
            index.put(slot.key, slots.size() - 1);
            words.add(slot.key);
            brief = slot.shorthand ? slot : brief;
        }
        remaining = rest;
        inline = plugged;
        shorthand = brief;
        constructor = Reflection.constructor(type);
    }

    static RecordBinder of(Class<?> type) {
        return new RecordBinder(type);
    }

    /** The keys that a mapping may have, in their order, without those that the operator names. */
    List<String> keys() {
        return List.copyOf(words);
    }

    /** The components that have keys, in their order; the one that takes the remaining keys is among them. */
    List<PropertyBinding> slots() {
        List<PropertyBinding> known = new ArrayList<>();
        for (PropertyBinding slot : slots) {
            if (slot != null) {
                known.add(slot);
            }
        }
        return known;
    }

    /** Whether an empty mapping is one of these records. */
    boolean needsNothing() {
        return slots().stream().noneMatch(PropertyBinding::required);
    }

    /** The keys that a mapping may have at this place. */
    private List<String> words(ExtensionTypes extensions) {
        if (inline == null) {
            return words;
        }
        List<String> all = new ArrayList<>(words);
        all.addAll(((ExtensionBinder) inline.shape).keys(extensions));
        return all;
    }

    @Override
    public @Nullable Object read(Node node, ConfigPath place) {
        Node.Mapping mapping = mapping(node);
        if (mapping == null) {
            place.refuseKind(node, expected(words(place.extensions())));
            return null;
        }
        Node.Entry[] found = new Node.Entry[slots.size()];
        List<Node.Entry> rest = new ArrayList<>();
        List<Node.Entry> plugged = new ArrayList<>();
        boolean good = sort(mapping, found, rest, plugged, place);
        @Nullable Object[] values = new Object[slots.size()];
        for (int i = 0; i < values.length; i++) {
            PropertyBinding slot = slots.get(i);
            if (slot == null) {
                values[i] = place.origin();
                continue;
            }
            if (slot == remaining) {
                values[i] = ((MapBinder) slot.shape).read(rest, place);
            } else if (slot == inline) {
                values[i] = ((ExtensionBinder) slot.shape).read(plugged, place);
            } else {
                values[i] = value(slot, found[i], place, mapping == node);
            }
            good &= values[i] != null || isNull(slot, found[i]);
        }
        return good ? construct(values, mapping, place) : null;
    }

    /** A single value becomes a mapping of the one key that it stands for. */
    private Node.@Nullable Mapping mapping(Node node) {
        if (node instanceof Node.Mapping mapping) {
            return mapping;
        }
        if (shorthand != null && node instanceof Node.Scalar scalar && !scalar.isNull()) {
            return new Node.Mapping(node.origin(), List.of(new Node.Entry(shorthand.key, node.origin(), node)));
        }
        return null;
    }

    private boolean sort(
            Node.Mapping mapping,
            Node.Entry[] found,
            List<Node.Entry> rest,
            List<Node.Entry> plugged,
            ConfigPath place) {
        boolean good = true;
        List<String> known = words(place.extensions());
        for (Node.Entry entry : mapping.entries()) {
            Integer slot = index.get(entry.key());
            if (slot != null && found[slot] == null) {
                found[slot] = entry;
            } else if (slot != null) {
                ConfigPath here = place.key(entry.key(), entry.origin());
                here.refuse(entry.origin(), "a second time", "it only once; the first is at " + found[slot].origin());
                good = false;
            } else if (remaining != null
                    && remaining.remaining != null
                    && remaining.remaining.matcher(entry.key()).matches()) {
                rest.add(entry);
            } else if (known.contains(entry.key())) {
                plugged.add(entry);
            } else {
                String expected = expectedKeys(known) + Suggestion.hint(entry.key(), known);
                place.key(entry.key(), entry.origin()).refuse(entry.origin(), "unknown key", expected);
                good = false;
            }
        }
        return good;
    }

    private static @Nullable Object value(
            PropertyBinding slot, Node.@Nullable Entry entry, ConfigPath place, boolean written) {
        if (entry != null) {
            if (slot.orOff && SettingBinder.isOff(entry.value())) {
                return null;
            }
            ConfigPath here = written || slot.namedInShort ? place.key(slot.key, entry.origin()) : place;
            Object value = slot.shape.read(entry.value(), here);
            if (value != null) {
                slot.warn(entry.value(), value, here);
            }
            return value;
        }
        if (slot.required()) {
            place.key(slot.key, place.origin()).refuse(place.origin(), "missing", slot.shape.expected());
            return null;
        }
        return slot.absent(place);
    }

    /** Whether null is what the document asks for, and not the sign of a problem. */
    private static boolean isNull(PropertyBinding slot, Node.@Nullable Entry entry) {
        if (slot.remaining != null || slot.inline) {
            return false;
        }
        return entry == null ? !slot.required() : slot.orOff && SettingBinder.isOff(entry.value());
    }

    private @Nullable Object construct(@Nullable Object[] values, Node.Mapping mapping, ConfigPath place) {
        try {
            Object made = Reflection.call(constructor, values);
            if (made instanceof Cautious cautious) {
                cautious.cautions().forEach(place::warn);
            }
            return made;
        } catch (MalformedValue e) {
            place.refuse(place.origin(), ValueDescriber.keys(mapping), e.expected());
            return null;
        } catch (IllegalArgumentException | NullPointerException e) {
            // The record of a plug-in that refuses in its own way; what it says may repeat a secret.
            place.refuse(
                    place.origin(),
                    ValueDescriber.keys(mapping),
                    "values that " + type.getSimpleName() + " takes, which refused them: "
                            + e.getClass().getSimpleName());
            return null;
        }
    }

    /** What a record of this type says, for people. */
    String text(Record bound) {
        List<String> parts = new ArrayList<>();
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            PropertyBinding slot = slots.get(i);
            Object value = slot == null ? null : Reflection.value(components[i], bound);
            if (slot != null && value != null) {
                parts.add(slot.key + ": " + value);
            }
        }
        return "{" + String.join(", ", parts) + "}";
    }

    private String expectedKeys(List<String> keys) {
        String known = keys.isEmpty() ? "" : "one of " + String.join(", ", keys);
        if (remaining == null) {
            return keys.isEmpty() ? "no key" : known;
        }
        return known.isEmpty() ? remaining.remainingExpected : known + " or " + remaining.remainingExpected;
    }

    @Override
    public String expected() {
        return expected(words);
    }

    private String expected(List<String> keys) {
        return (shorthand == null ? "" : shorthand.shape.expected() + ", or ") + "a mapping with " + expectedKeys(keys);
    }

    @Override
    public Map<String, Object> schema(SchemaDefinitions definitions) {
        Map<String, Object> object = definitions.reference(this, slots());
        if (shorthand == null) {
            return object;
        }
        return Map.of("anyOf", List.of(shorthand.shape.schema(definitions), object));
    }
}
