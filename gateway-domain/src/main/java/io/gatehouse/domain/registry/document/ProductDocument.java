package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.Keys;
import io.gatehouse.domain.document.OrderedMap;
import io.gatehouse.domain.document.Origin;
import java.util.Map;

/** A product: packages that applications can have. */
public record ProductDocument(
        @Described("The packages by name.") @Default({}) @Keys(value = Name.FORM, expected = Name.EXPECTED)
        Map<String, PackageDocument> packages,

        Origin origin) {

    public ProductDocument {
        packages = OrderedMap.copyOf(packages);
    }
}
