package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.NotEmpty;
import io.gatehouse.configuration.Origin;
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
}
