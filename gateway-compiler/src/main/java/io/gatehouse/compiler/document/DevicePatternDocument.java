package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Shorthand;
import org.jspecify.annotations.Nullable;

/** What a device must be like: every part that is written must hold; {@code *} is any family. */
public record DevicePatternDocument(
        @Described("The family of the user agent, such as Chrome; * is any.") @Shorthand @Nullable
        String family,

        @Described("Its major version.") @Nullable DeviceVersionDocument major,
        @Described("Its minor version.") @Nullable DeviceVersionDocument minor,
        @Described("Its patch version.") @Nullable DeviceVersionDocument patch,
        @Described("The operating system.") @Nullable SystemPatternDocument os,
        Origin origin) {

    public DevicePatternDocument {
        if (family == null && major == null && minor == null && patch == null && os == null) {
            throw new MalformedValue("at least one of family, major, minor, patch, os; \"*\" is any device");
        }
    }
}
