package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.NotEmpty;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Range;
import io.gatehouse.configuration.Shorthand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Devices that are allowed and denied, by what they say of themselves; deny is looked at first. */
public record DeviceRulesDocument(
        @Described("Only these; without it all.") @NotEmpty @Nullable
        List<DevicePatternDocument> allow,

        @Described("Never these.") @Default({}) List<DevicePatternDocument> deny,

        @Described("What happens to a request that does not name its user agent.") @Default("deny")
        AccessDefault withoutUserAgent,

        Origin origin) {

    public DeviceRulesDocument {
        allow = allow == null ? null : List.copyOf(allow);
        deny = List.copyOf(deny);
    }

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

    /** A version: exactly one, or from a smallest to a largest number. */
    public record DeviceVersionDocument(
            @Described("Exactly this, such as 90 or XP.") @Shorthand @Nullable
            String exact,

            @Described("At least this number.") @Range(min = 0, max = 1000000000) @Nullable
            Integer min,

            @Described("At most this number.") @Range(min = 0, max = 1000000000) @Nullable
            Integer max,

            Origin origin) {

        public DeviceVersionDocument {
            boolean range = min != null || max != null;
            if ((exact == null) != range) {
                throw new MalformedValue("either one version, or min, max or both");
            }
            if (min != null && max != null && min > max) {
                throw new MalformedValue("a min that is not above max");
            }
        }
    }

    /** What happens to something that a rule knows nothing of. */
    public enum AccessDefault {
        ALLOW,
        DENY
    }
}
