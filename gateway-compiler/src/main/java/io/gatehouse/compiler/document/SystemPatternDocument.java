package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Shorthand;
import org.jspecify.annotations.Nullable;

/** What an operating system must be like: every part that is written must hold. */
public record SystemPatternDocument(
        @Described("The family, such as Windows; * is any.") @Shorthand @Nullable
        String family,

        @Described("Its major version.") @Nullable DeviceVersionDocument major,
        @Described("Its minor version.") @Nullable DeviceVersionDocument minor,
        @Described("Its patch version.") @Nullable DeviceVersionDocument patch,
        Origin origin) {

    public SystemPatternDocument {
        if (family == null && major == null && minor == null && patch == null) {
            throw new MalformedValue("at least one of family, major, minor, patch");
        }
    }
}
