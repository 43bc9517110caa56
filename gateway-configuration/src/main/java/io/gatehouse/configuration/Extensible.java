package io.gatehouse.configuration;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A {@code Map<String, Sourced<Record>>} that holds a record for every name of a section that {@link ExtensionTypes} knows, in the
 * order in which they are written.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Extensible {
    /** The section of {@link ExtensionTypes}. */
    String value();

    /** Whether the names stand among the other keys of the record, and not below a key of their own. */
    boolean inline() default false;

    /** Whether a name that is not written stands there with its defaults, if it has them all. */
    boolean standing() default false;
}
