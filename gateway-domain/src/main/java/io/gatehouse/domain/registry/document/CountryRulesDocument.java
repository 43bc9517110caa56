package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.NotEmpty;
import io.gatehouse.domain.document.Origin;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Countries that are allowed and denied; deny is looked at first. */
public record CountryRulesDocument(
        @Described("Only these, as ISO codes; without it all.") @NotEmpty @Nullable
        Set<CountryCode> allow,

        @Described("Never these, as ISO codes.") @Default({})
        Set<CountryCode> deny,

        Origin origin) {

    public CountryRulesDocument {
        allow = allow == null ? null : Set.copyOf(allow);
        deny = Set.copyOf(deny);
    }
}
