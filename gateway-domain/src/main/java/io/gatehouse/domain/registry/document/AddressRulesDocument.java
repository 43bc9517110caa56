package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.NotEmpty;
import io.gatehouse.domain.document.Origin;
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
