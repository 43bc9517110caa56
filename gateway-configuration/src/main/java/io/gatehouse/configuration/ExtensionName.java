package io.gatehouse.configuration;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A text that is one of the names of a section that {@link ExtensionTypes} knows, or a {@link ListOrExtension} one of whose keys
 * is such a name.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface ExtensionName {
    /** The section of {@link ExtensionTypes}. */
    String value();

    /** Names that are known besides, of a text. */
    String[] own() default {};
}
