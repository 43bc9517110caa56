package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.OrOff;
import io.gatehouse.domain.document.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What holds for the whole gateway and may change while it runs. */
public record PolicyDocument(
        @Described("Takes the whole gateway out of use for a while.") @OrOff @Nullable
        MaintenanceDocument maintenance,

        @Described("Addresses that are always refused.") @Default({})
        List<AddressRange> ipBan,

        @Described("Clients that may skip the named checks.") @OrOff @Nullable
        TrustedClientsDocument trustedClients,

        @Described("Which web pages may call.") @OrOff @Nullable
        CorsDocument cors,

        @Described("How bearer tokens are verified where no tenant's settings apply.") @OrOff @Nullable
        TokenDocument token,

        @Described("Strategies, and where they apply.") @Default({})
        ThrottlingDocument throttling,

        Origin origin) {

    public PolicyDocument {
        ipBan = List.copyOf(ipBan);
    }
}
