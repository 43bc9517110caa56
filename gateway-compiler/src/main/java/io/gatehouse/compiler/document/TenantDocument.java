package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Disableable;
import io.gatehouse.configuration.KeyPattern;
import io.gatehouse.configuration.OrderedMap;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Setting;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tenant: somebody who may call, with applications and their keys. */
public record TenantDocument(
        @Described("What people call the tenant.") String name,

        @Described("What upstreams that get soajsinjectobj know it by; without it the tenant's key.") @Nullable
        String id,

        @Described("How its bearer tokens are verified; without it as the gateway's, off: not at all.")
        Setting<TokenDocument> token,

        @Described("Takes the tenant out of use for a while.") @Disableable @Nullable
        MaintenanceDocument maintenance,

        @Described("The applications by name.") @Default({}) @KeyPattern(value = Name.FORM, expected = Name.EXPECTED)
        Map<String, ApplicationDocument> applications,

        Origin origin) {

    public TenantDocument {
        applications = OrderedMap.copyOf(applications);
    }
}
