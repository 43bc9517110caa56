package io.gatehouse.configuration;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds and calls the constructors and static methods that the binder needs. */
final class Reflection {

    private Reflection() {}

    /** The canonical constructor of a record, taking its values as one array. */
    static MethodHandle constructor(Class<?> type) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return spread(MethodHandles.lookup().unreflectConstructor(constructor), types.length);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type + " has no canonical constructor to call", e);
        }
    }

    /** What a record has there. */
    static @Nullable Object value(RecordComponent component, Record bound) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(bound);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(component + " cannot be read", e);
        }
    }

    /** A static method, taking its arguments as one array. */
    static MethodHandle method(Class<?> type, String name, Class<?>... arguments) {
        try {
            Method method = type.getDeclaredMethod(name, arguments);
            method.setAccessible(true);
            return spread(MethodHandles.lookup().unreflect(method), arguments.length);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type + " has no static method " + name, e);
        }
    }

    private static MethodHandle spread(MethodHandle handle, int arguments) {
        return handle.asSpreader(Object[].class, arguments).asType(MethodType.methodType(Object.class, Object[].class));
    }

    /** Calls; what the target throws comes through as it is. */
    static @Nullable Object call(MethodHandle handle, @Nullable Object... arguments) {
        try {
            return (Object) handle.invokeExact(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
