package io.gatehouse.configuration;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A type that is written in several forms and reads them itself: {@code public static T read(Node, Place)}, which answers
 * null after it has reported to the place what is wrong, and {@code public static Map<String, Object> schema()}, its JSON Schema.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SelfReading {
    /** What the values are called in the reference. */
    String name();

    /** What a value looks like, for people: completes "expected ...". */
    String expected();
}
