package io.gatehouse.configuration;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A key that is understood and checked, but not acted upon in this version. Where it is written the binder warns, and the
 * reference and the JSON Schema say so. Whoever builds the feature takes the mark away.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface NotInEffect {
    /** Only these values are not; empty for all but the default. */
    String[] values() default {};

    /** What happens instead, such as {@code round-robin is used}; may be empty. */
    String instead() default "";

    /** Whether the gateway does not start with it, as somebody relies on it. The binder leaves that to be reported by others. */
    boolean refused() default false;
}
