package io.gatehouse.comparison;

import io.gatehouse.comparison.Change.ChangeKind;
import io.gatehouse.comparison.Change.Severity;
import io.gatehouse.comparison.ComparisonFindings.Phrase;
import io.gatehouse.compiler.document.ProductDocument;
import io.gatehouse.compiler.document.ProductDocument.PackageDocument;
import java.util.Map;

/** Compares what packages say besides what may be called, of those that are on both sides. */
record PackageComparison(
        Map<String, ProductDocument> before, Map<String, ProductDocument> after, ComparisonFindings findings) {

    void compare() {
        before.forEach((product, document) -> document.packages().forEach((name, old) -> {
            ProductDocument same = after.get(product);
            PackageDocument now = same == null ? null : same.packages().get(name);
            if (now != null && now.priority() != old.priority()) {
                findings.add(
                        Severity.CHANGE,
                        ChangeKind.LIMITS,
                        "package " + product + "/" + name,
                        Phrase.of("has " + now.priority()
                                + " priority where a service cannot take all calls, no longer " + old.priority()));
            }
        }));
    }
}
