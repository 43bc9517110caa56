package io.gatehouse.domain.document;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the shape of a type. Shapes of records are made once per class. */
final class Shapes {

    private static final ClassValue<RecordShape> RECORDS = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return RecordShape.of(type);
        }
    };

    private Shapes() {}

    static RecordShape record(Class<?> type) {
        return RECORDS.get(type);
    }

    /** The shape of a record component or of one of its type arguments, which share its annotations. */
    static Shape of(Type type, AnnotatedElement component) {
        if (type instanceof Class<?> single) {
            return single(single, component);
        }
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            boolean notEmpty = component.isAnnotationPresent(NotEmpty.class);
            if (generic.getRawType() == Map.class) {
                return new MapShape(key(arguments[0], component), of(arguments[1], component), notEmpty);
            }
            Shape argument = of(arguments[0], component);
            if (generic.getRawType() == List.class || generic.getRawType() == Set.class) {
                return new ListShape(argument, generic.getRawType() == Set.class, notEmpty);
            }
            if (generic.getRawType() == Setting.class) {
                return new SettingShape(argument);
            }
            if (generic.getRawType() == Sourced.class) {
                return new SourcedShape(argument);
            }
        }
        throw new IllegalArgumentException("no shape for " + type + " of " + component);
    }

    private static Shape key(Type type, AnnotatedElement component) {
        Keys keys = component.getAnnotation(Keys.class);
        if (keys == null || type != String.class) {
            return of(type, component);
        }
        var pattern = Pattern.compile(keys.value());
        return Leaves.leaf(keys.expected(), SchemaForms.text("name", keys.value()), scalar -> {
            if (!pattern.matcher(scalar.text()).matches()) {
                throw new MalformedValue(keys.expected());
            }
            return scalar.text();
        });
    }

    private static Shape single(Class<?> type, AnnotatedElement component) {
        Shape leaf = Leaves.of(type, component);
        if (leaf != null) {
            return leaf;
        }
        if (type.isEnum()) {
            return EnumLeaf.of(type);
        }
        SelfReading reading = type.getAnnotation(SelfReading.class);
        if (reading != null) {
            return SelfReadingShape.of(type, reading);
        }
        Leaf annotation = type.getAnnotation(Leaf.class);
        if (annotation != null) {
            return leaf(type, annotation);
        }
        if (type.isRecord()) {
            return record(type);
        }
        throw new IllegalArgumentException("no shape for " + type + " of " + component);
    }

    private static Shape leaf(Class<?> type, Leaf leaf) {
        MethodHandle parse = Reflection.method(type, "parse", String.class);
        Map<String, Object> schema = SchemaForms.text(leaf.name(), leaf.pattern());
        LeafShape.Parser parser = scalar -> {
            Object value = Reflection.call(parse, scalar.text());
            if (value == null) {
                throw new MalformedValue(leaf.expected());
            }
            return value;
        };
        MethodHandle caution = leaf.cautious() ? Reflection.method(type, "caution", String.class) : null;
        return new LeafShape(leaf.expected(), schema, parser, caution, true, leaf.secret());
    }

    /** Whether a component may be null in Java. */
    static boolean nullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
