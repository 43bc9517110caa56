package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Range;
import io.gatehouse.configuration.Shorthand;
import org.jspecify.annotations.Nullable;

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
