package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.MalformedValue;
import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.document.Shorthand;
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
