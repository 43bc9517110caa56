package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.NotEmpty;
import io.gatehouse.configuration.Origin;
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
