package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.NotEmpty;
import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.policy.SkippedCheck;
import java.util.List;
import java.util.Set;

/** Clients that may skip some checks, and which. */
public record TrustedClientsDocument(
        @Described("Their addresses.") @NotEmpty List<AddressRange> addresses,
        @Described("The checks they skip; all others stay.") Set<SkippedCheck> skip,
        Origin origin) {

    public TrustedClientsDocument {
        addresses = List.copyOf(addresses);
        skip = Set.copyOf(skip);
    }
}
