package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.Key;
import io.gatehouse.domain.document.Keys;
import io.gatehouse.domain.document.OrderedMap;
import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.document.Sourced;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An application of a tenant. */
public record ApplicationDocument(
        @Described("The package it has, as product/package.") @Key("package")
        Sourced<PackageReference> packageReference,

        @Described("Its own access rules; for a service they name they win over the package's.") @Nullable
        AclDocument acl,

        @Described("Its keys by name; several may be live at a time.")
        @Default({})
        @Keys(value = Name.FORM, expected = Name.EXPECTED)
        Map<String, KeyDocument> keys,

        Origin origin) {

    public ApplicationDocument {
        keys = OrderedMap.copyOf(keys);
    }
}
