package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.KeyPattern;
import io.gatehouse.configuration.OrderedMap;
import java.util.Map;

/** A file of products, for the JSON Schema that editors use. */
public record ProductsFile(
        @Described("The products by name.") @KeyPattern(value = Name.FORM, expected = Name.EXPECTED)
        Map<String, ProductDocument> products) {

    public ProductsFile {
        products = OrderedMap.copyOf(products);
    }
}
