package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.NotEmpty;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.address.AddressRange;
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
