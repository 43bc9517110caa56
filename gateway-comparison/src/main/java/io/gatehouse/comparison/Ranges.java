package io.gatehouse.comparison;

import io.gatehouse.domain.address.AddressRange;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares lists of address ranges. Only whole ranges are looked at: two halves are not taken for the range that they make. */
final class Ranges {

    private Ranges() {}

    /** Whether each of these ranges lies within one of those. */
    static boolean cover(Collection<AddressRange> wide, Collection<AddressRange> narrow) {
        return outside(wide, narrow).isEmpty();
    }

    /** The ranges that lie in none of those. */
    static List<AddressRange> outside(Collection<AddressRange> wide, Collection<AddressRange> ranges) {
        Set<AddressRange> known = new HashSet<>(wide);
        Set<Integer> prefixes = wide.stream().map(AddressRange::prefix).collect(Collectors.toSet());
        return ranges.stream()
                .distinct()
                .filter(range -> !isWithin(range, known, prefixes))
                .toList();
    }

    private static boolean isWithin(AddressRange range, Set<AddressRange> known, Set<Integer> prefixes) {
        String first = range.toString().split("/", 2)[0];
        return known.contains(range)
                || prefixes.stream()
                        .filter(prefix -> prefix < range.prefix())
                        .anyMatch(prefix -> known.contains(AddressRange.parse(first + "/" + prefix)));
    }
}
