package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.NotEmpty;
import io.gatehouse.domain.document.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Devices that are allowed and denied, by what they say of themselves; deny is looked at first. */
public record DeviceRulesDocument(
        @Described("Only these; without it all.") @NotEmpty @Nullable
        List<DevicePatternDocument> allow,

        @Described("Never these.") @Default({}) List<DevicePatternDocument> deny,

        @Described("What happens to a request that does not name its user agent.") @Default("deny")
        Verdict withoutUserAgent,

        Origin origin) {

    public DeviceRulesDocument {
        allow = allow == null ? null : List.copyOf(allow);
        deny = List.copyOf(deny);
    }
}
