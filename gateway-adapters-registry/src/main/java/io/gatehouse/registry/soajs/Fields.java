package io.gatehouse.registry.soajs;

import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problem;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.registry.mongo.StoredDocuments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** An object of the database, read field by field. A field of another type than the one asked for is a mistake and reads as absent. */
final class Fields {

    private final Map<?, ?> values;
    private final Origin origin;
    private final String path;
    private final TranslationFindings findings;

    Fields(Map<?, ?> values, Origin origin, String path, TranslationFindings findings) {
        this.values = values;
        this.origin = origin;
        this.path = path;
        this.findings = findings;
    }

    /** A document; its place is its collection and id. */
    static Fields document(String collection, Map<?, ?> document, TranslationFindings findings) {
        Object id = document.get("_id");
        String name = id instanceof ObjectId object ? object.toHexString() : String.valueOf(id);
        return new Fields(document, StoredDocuments.origin(collection, name), "", findings);
    }

    /** The same with other fields laid over its own. */
    Fields under(Fields over) {
        Map<Object, @Nullable Object> all = new LinkedHashMap<>(values);
        all.putAll(over.values);
        return new Fields(all, origin, path, findings);
    }

    /** The fields as they are. */
    Map<?, ?> values() {
        return values;
    }

    Origin origin() {
        return origin;
    }

    /** The keys that lead here, such as {@code applications[0].keys[1]}. */
    String path() {
        return path;
    }

    /** The names of all fields. */
    List<String> names() {
        return values.keySet().stream().map(String::valueOf).toList();
    }

    /** Whether the field is written, be it null. */
    boolean has(String field) {
        return values.containsKey(field);
    }

    @Nullable
    Object raw(String field) {
        return values.get(field);
    }

    @Nullable
    String text(String field) {
        Object value = values.get(field);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        if (value instanceof ObjectId id) {
            return id.toHexString();
        }
        return wrong(field, "a text");
    }

    /** A text that has to be there. */
    @Nullable
    String demanded(String field) {
        String text = text(field);
        boolean reported = text == null && values.get(field) != null;
        if (!reported && (text == null || text.isEmpty())) {
            findings.problem(origin, at(field), "missing", "a text");
        }
        return text == null || text.isEmpty() ? null : text;
    }

    @Nullable
    Long whole(String field) {
        Object value = values.get(field);
        if (value == null) {
            return null;
        }
        if (value instanceof Number number && number.doubleValue() == Math.rint(number.doubleValue())) {
            return number.longValue();
        }
        return wrong(field, "a whole number");
    }

    /** A text, or an id as its digits; null where something else is written, which others may report. */
    @Nullable
    String plainText(String field) {
        Object value = values.get(field);
        return value instanceof ObjectId id ? id.toHexString() : value instanceof String text ? text : null;
    }

    /** Whether JavaScript takes the field for true; nothing is a mistake. */
    boolean isTruthy(String field) {
        Object value = values.get(field);
        return value instanceof Boolean flag
                ? flag
                : value instanceof Number number ? number.doubleValue() != 0 : value != null && !value.equals("");
    }

    /** Whether it is true; numbers are true unless they are 0, as SOAJS takes them. */
    boolean flag(String field) {
        Object value = values.get(field);
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (value != null) {
            wrong(field, "true or false");
        }
        return false;
    }

    @Nullable
    Fields object(String field) {
        Object value = values.get(field);
        if (value == null) {
            return null;
        }
        return value instanceof Map<?, ?> map
                ? new Fields(map, origin, at(field), findings)
                : wrong(field, "an object");
    }

    /** The object, or one without fields where it is absent. */
    Fields objectOrEmpty(String field) {
        Fields object = object(field);
        return object == null ? new Fields(Map.of(), origin, at(field), findings) : object;
    }

    /** The objects of a list; null entries are left out, as SOAJS does. */
    List<Fields> objects(String field) {
        List<?> items = list(field);
        var objects = new ArrayList<Fields>();
        for (int i = 0; items != null && i < items.size(); i++) {
            String location = at(field) + "[" + i + "]";
            if (items.get(i) instanceof Map<?, ?> map) {
                objects.add(new Fields(map, origin, location, findings));
            } else if (items.get(i) != null) {
                findings.problem(origin, location, kind(items.get(i)), "an object");
            }
        }
        return objects;
    }

    /** The texts of a list; null if there is no list. */
    @Nullable
    List<String> texts(String field) {
        List<?> items = list(field);
        if (items == null) {
            return null;
        }
        var texts = new ArrayList<String>();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof String text) {
                texts.add(text);
            } else {
                findings.problem(origin, at(field) + "[" + i + "]", kind(items.get(i)), "a text");
            }
        }
        return texts;
    }

    @Nullable
    List<?> list(String field) {
        Object value = values.get(field);
        return value == null || value instanceof List<?> ? (List<?>) value : wrong(field, "a list");
    }

    /** Reports that a field is not what it should be; its value is not repeated, as it may be secret. */
    @SuppressWarnings("TypeParameterUnusedInFormals") // null, whatever is expected
    <T> @Nullable T wrong(String field, String expected) {
        findings.problem(origin, at(field), kind(values.get(field)), expected);
        return null;
    }

    void notice(String field, String what, String outcome) {
        findings.notice(origin, at(field), what, outcome);
    }

    String at(String field) {
        return path.isEmpty() ? field : field.isEmpty() ? path : path + "." + field;
    }

    private static String kind(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Map<?, ?>) {
            return "an object";
        }
        return value instanceof List<?>
                ? "a list"
                : "a value of type " + value.getClass().getSimpleName();
    }

    /** What is to be reported of a database: mistakes, and settings without a counterpart. Keeps the first thousand of either. */
    static final class TranslationFindings {

        private static final int KEPT = 1000;

        private final Problems problems = new Problems();
        private final Set<Notice> notices = new LinkedHashSet<>();
        private boolean isFull;

        /** A mistake: the database is not served with it. */
        void problem(Origin origin, String path, String given, String expected) {
            problems.add(origin, path, given, expected);
        }

        /** A setting that has no counterpart, and what becomes of it; reported once, however often it is met. */
        void notice(Origin origin, String path, String what, String outcome) {
            if (notices.size() < KEPT) {
                notices.add(new Notice(origin, path, what, outcome));
            } else {
                isFull = true;
            }
        }

        List<Problem> problems() {
            return problems.list();
        }

        List<Notice> notices() {
            var all = new ArrayList<>(notices);
            if (isFull) {
                all.add(new Notice(
                        Origin.of("all collections"), "", "more than " + KEPT + " such settings", "not listed"));
            }
            return List.copyOf(all);
        }
    }

    /** Versions as SOAJS writes them: {@code 1.2}, the number 2, or {@code 1x2} where they name a field. */
    static final class Versions {

        private Versions() {}

        /** The version; null if it is none. */
        static @Nullable VersionNumber of(@Nullable Object written) {
            if (written instanceof String text) {
                return VersionNumber.orNull(text.replace('x', '.'));
            }
            if (written instanceof Integer || written instanceof Long) {
                return VersionNumber.orNull(written.toString());
            }
            if (written instanceof Double number) {
                String text = number.toString();
                return VersionNumber.orNull(text.endsWith(".0") ? text.substring(0, text.length() - 2) : text);
            }
            return null;
        }
    }
}
