package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.NotEmpty;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.address.AddressRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses that are allowed and denied; deny is looked at first, an allow list that is written must hold. */
public record AddressRulesDocument(
        @Described("Only these; without it all.") @NotEmpty @Nullable
        List<AddressRange> allow,

        @Described("Never these.") @Default({}) List<AddressRange> deny,
        Origin origin) {

    public AddressRulesDocument {
        allow = allow == null ? null : List.copyOf(allow);
        deny = List.copyOf(deny);
    }
}
