package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Disableable;
import io.gatehouse.configuration.NotEmpty;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Sourced;
import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.policy.SkippedCheck;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What holds for the whole gateway and may change while it runs. */
public record PolicyDocument(
        @Described("Puts the whole gateway under maintenance for a while.") @Disableable @Nullable
        MaintenanceDocument maintenance,

        @Described("Addresses that are always refused.") @Default({})
        List<Sourced<AddressRange>> ipBan,

        @Described("Clients that may skip the named checks.") @Disableable @Nullable
        TrustedClientsDocument trustedClients,

        @Described("Which web pages may call.") @Disableable @Nullable
        CorsDocument cors,

        @Described("How bearer tokens are verified where no tenant's settings apply.") @Disableable @Nullable
        TokenDocument token,

        @Described("Strategies, and where they apply.") @Default({})
        ThrottlingDocument throttling,

        @Described(
                "Checks of all calls that are watched instead of enforced: what they would refuse goes on, and is logged and counted.")
        @Nullable
        Sourced<Set<ObservedCheck>> observe,

        Origin origin) {

    public PolicyDocument {
        ipBan = List.copyOf(ipBan);
    }

    /** Clients that may skip some checks, and which. */
    public record TrustedClientsDocument(
            @Described("Their addresses.") @NotEmpty List<AddressRange> addresses,

            @Described("The checks they skip; all others stay.")
            Set<SkippedCheck> skip,

            Origin origin) {

        public TrustedClientsDocument {
            addresses = List.copyOf(addresses);
            skip = Set.copyOf(skip);
        }
    }
}
