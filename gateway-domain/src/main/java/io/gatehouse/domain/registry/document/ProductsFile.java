package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.Keys;
import io.gatehouse.domain.document.OrderedMap;
import java.util.Map;

/** A file of products, for the JSON Schema that editors use. */
public record ProductsFile(
        @Described("The products by name.") @Keys(value = Name.FORM, expected = Name.EXPECTED)
        Map<String, ProductDocument> products) {

    public ProductsFile {
        products = OrderedMap.copyOf(products);
    }
}
