package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Key;
import io.gatehouse.configuration.KeyPattern;
import io.gatehouse.configuration.OrderedMap;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Sourced;
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
        @KeyPattern(value = Name.FORM, expected = Name.EXPECTED)
        Map<String, KeyDocument> keys,

        Origin origin) {

    public ApplicationDocument {
        keys = OrderedMap.copyOf(keys);
    }
}
