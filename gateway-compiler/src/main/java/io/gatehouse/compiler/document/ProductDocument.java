package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.KeyPattern;
import io.gatehouse.configuration.OrderedMap;
import io.gatehouse.configuration.Origin;
import java.util.Map;

/** A product: packages that applications can have. */
public record ProductDocument(
        @Described("The packages by name.") @Default({}) @KeyPattern(value = Name.FORM, expected = Name.EXPECTED)
        Map<String, PackageDocument> packages,

        Origin origin) {

    public ProductDocument {
        packages = OrderedMap.copyOf(packages);
    }
}
