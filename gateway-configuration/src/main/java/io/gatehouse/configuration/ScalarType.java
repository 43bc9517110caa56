package io.gatehouse.configuration;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A type that is written as a single text and read by its own {@code public static T parse(String)}, which answers
 * null or throws a {@link MalformedValue} for anything else.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ScalarType {
    /** What the values are called in the reference, such as {@code size}. */
    String name();

    /** What a value looks like, for people: completes "expected ...". */
    String expected();

    /** A regular expression that holds for every good value, for the JSON Schema; it may be wider than the type. */
    String pattern() default "";

    /**
     * Whether the type has a {@code static String caution(String)} as well, which answers what a good value means that hardly
     * anybody means by it; null for all others.
     */
    boolean cautious() default false;

    /** Whether messages must not repeat what was given. */
    boolean secret() default false;
}
