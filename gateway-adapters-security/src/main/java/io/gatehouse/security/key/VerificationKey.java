package io.gatehouse.security.key;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key that signatures are checked with.
 *
 * @param id its name in a key set ({@code kid}); null if it has none
 * @param algorithms the JOSE names of the only algorithms it may be used with; never both of shared secrets and others
 * @param check the key itself
 */
public record VerificationKey(@Nullable String id, Set<String> algorithms, SignatureCheck check) {

    public VerificationKey {
        algorithms = Set.copyOf(algorithms);
    }

    /** The same key, for those of its algorithms that are among these only. */
    public VerificationKey only(Set<String> some) {
        return new VerificationKey(
                id, Set.copyOf(algorithms.stream().filter(some::contains).toList()), check);
    }
}
