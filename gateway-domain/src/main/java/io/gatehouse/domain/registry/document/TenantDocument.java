package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.Keys;
import io.gatehouse.domain.document.OrOff;
import io.gatehouse.domain.document.OrderedMap;
import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.document.Setting;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tenant: somebody who may call, with applications and their keys. */
public record TenantDocument(
        @Described("What people call the tenant.") String name,

        @Described("What upstreams that get soajsinjectobj know it by; without it the tenant's key.") @Nullable
        String id,

        @Described("How its bearer tokens are verified; without it as the gateway's, off: not at all.")
        Setting<TokenDocument> token,

        @Described("Takes the tenant out of use for a while.") @OrOff @Nullable
        MaintenanceDocument maintenance,

        @Described("The applications by name.") @Default({}) @Keys(value = Name.FORM, expected = Name.EXPECTED)
        Map<String, ApplicationDocument> applications,

        Origin origin) {

    public TenantDocument {
        applications = OrderedMap.copyOf(applications);
    }
}
