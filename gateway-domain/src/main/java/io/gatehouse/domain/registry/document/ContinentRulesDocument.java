package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.NotEmpty;
import io.gatehouse.domain.document.Origin;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Continents that are allowed and denied; deny is looked at first. */
public record ContinentRulesDocument(
        @Described("Only these: AF, AN, AS, EU, NA, OC, SA; without it all.") @NotEmpty @Nullable
        Set<Continent> allow,

        @Described("Never these.") @Default({}) Set<Continent> deny,
        Origin origin) {

    public ContinentRulesDocument {
        allow = allow == null ? null : Set.copyOf(allow);
        deny = Set.copyOf(deny);
    }
}
