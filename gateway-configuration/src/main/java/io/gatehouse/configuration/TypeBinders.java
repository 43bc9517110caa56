package io.gatehouse.configuration;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the shape of a type. Shapes of records are made once per class. */
final class TypeBinders {

    private static final ClassValue<RecordBinder> RECORDS = new ClassValue<>() {
        @Override
        protected RecordBinder computeValue(Class<?> type) {
            return RecordBinder.of(type);
        }
    };

    private TypeBinders() {}

    static RecordBinder record(Class<?> type) {
        return RECORDS.get(type);
    }

    /** The shape of a record component or of one of its type arguments, which share its annotations. */
    static TypeBinder of(Type type, AnnotatedElement component) {
        if (type instanceof Class<?> single) {
            return single(single, component);
        }
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            boolean notEmpty = component.isAnnotationPresent(NotEmpty.class);
            if (generic.getRawType() == Map.class) {
                return new MapBinder(key(arguments[0], component), of(arguments[1], component), notEmpty);
            }
            TypeBinder argument = of(arguments[0], component);
            if (generic.getRawType() == List.class || generic.getRawType() == Set.class) {
                boolean orOne = component.isAnnotationPresent(OneOrMany.class);
                return new ListBinder(argument, generic.getRawType() == Set.class, notEmpty || orOne, orOne);
            }
            if (generic.getRawType() == ListOrExtension.class) {
                String section = Objects.requireNonNull(component.getAnnotation(ExtensionName.class))
                        .value();
                return new ListOrExtensionBinder(new ListBinder(argument, false, notEmpty), section);
            }
            if (generic.getRawType() == Setting.class) {
                return new SettingBinder(argument);
            }
            if (generic.getRawType() == Sourced.class) {
                return new SourcedBinder(argument);
            }
        }
        throw new IllegalArgumentException("no shape for " + type + " of " + component);
    }

    private static TypeBinder key(Type type, AnnotatedElement component) {
        KeyPattern keys = component.getAnnotation(KeyPattern.class);
        if (keys == null || type != String.class) {
            return of(type, component);
        }
        var pattern = Pattern.compile(keys.value());
        return ScalarTypes.leaf(keys.expected(), SchemaForms.text("name", keys.value()), scalar -> {
            if (!pattern.matcher(scalar.text()).matches()) {
                throw new MalformedValue(keys.expected());
            }
            return scalar.text();
        });
    }

    private static TypeBinder single(Class<?> type, AnnotatedElement component) {
        TypeBinder leaf = ScalarTypes.of(type, component);
        if (leaf != null) {
            return leaf;
        }
        if (type.isEnum()) {
            return EnumType.of(type, component.isAnnotationPresent(Disableable.class));
        }
        SelfReading reading = type.getAnnotation(SelfReading.class);
        if (reading != null) {
            return SelfReadingBinder.of(type, reading);
        }
        ScalarType annotation = type.getAnnotation(ScalarType.class);
        if (annotation != null) {
            return leaf(type, annotation);
        }
        if (type.isRecord()) {
            return record(type);
        }
        throw new IllegalArgumentException("no shape for " + type + " of " + component);
    }

    private static TypeBinder leaf(Class<?> type, ScalarType leaf) {
        MethodHandle parse = Reflection.method(type, "parse", String.class);
        Map<String, Object> schema = SchemaForms.text(leaf.name(), leaf.pattern());
        ScalarBinder.Parser parser = scalar -> {
            Object value = Reflection.call(parse, scalar.text());
            if (value == null) {
                throw new MalformedValue(leaf.expected());
            }
            return value;
        };
        MethodHandle caution = leaf.cautious() ? Reflection.method(type, "caution", String.class) : null;
        return new ScalarBinder(leaf.expected(), schema, parser, caution, true, leaf.secret());
    }

    /** Whether a component may be null in Java. */
    static boolean nullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
