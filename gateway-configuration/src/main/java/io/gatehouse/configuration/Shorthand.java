package io.gatehouse.configuration;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A single value may stand for the whole record and then sets this component.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Shorthand {
    /** Whether messages name this component also where a single value is written, which is then called by a key that is not there. */
    boolean named() default true;
}
