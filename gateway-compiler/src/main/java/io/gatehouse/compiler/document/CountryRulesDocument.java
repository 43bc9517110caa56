package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.NotEmpty;
import io.gatehouse.configuration.Origin;
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
