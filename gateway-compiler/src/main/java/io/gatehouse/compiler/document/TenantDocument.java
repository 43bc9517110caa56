package io.gatehouse.compiler.document;

import io.gatehouse.compiler.document.ProductDocument.PackageReference;
import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Disableable;
import io.gatehouse.configuration.Key;
import io.gatehouse.configuration.KeyPattern;
import io.gatehouse.configuration.OrderedMap;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Setting;
import io.gatehouse.configuration.Sourced;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tenant: somebody who may call, with applications and their keys. */
public record TenantDocument(
        @Described("What people call the tenant.") String name,

        @Described("What upstreams that get soajsinjectobj know it by; without it the tenant's key.") @Nullable
        String id,

        @Described("How its bearer tokens are verified; without it as the gateway's, off: not at all.")
        Setting<TokenDocument> token,

        @Described("Puts the tenant under maintenance for a while.") @Disableable @Nullable
        MaintenanceDocument maintenance,

        @Described("The applications by name.")
        @Default({})
        @KeyPattern(value = NameForms.NAME, expected = NameForms.NAME_EXPECTED)
        Map<String, ApplicationDocument> applications,

        Origin origin) {

    public TenantDocument {
        applications = OrderedMap.copyOf(applications);
    }

    /** An application of a tenant. */
    public record ApplicationDocument(
            @Described("The package it has, as product/package.") @Key("package")
            Sourced<PackageReference> packageReference,

            @Described("Its own access rules; for a service they name they win over the package's.") @Nullable
            AclDocument acl,

            @Described("Its keys by name; several may be live at a time.")
            @Default({})
            @KeyPattern(value = NameForms.NAME, expected = NameForms.NAME_EXPECTED)
            Map<String, KeyDocument> keys,

            Origin origin) {

        public ApplicationDocument {
            keys = OrderedMap.copyOf(keys);
        }
    }
}
