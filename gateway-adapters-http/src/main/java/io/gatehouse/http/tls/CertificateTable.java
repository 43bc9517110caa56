package io.gatehouse.http.tls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a certificate by the name that a client asks for: one for exactly that name before one with a wildcard in place of its first
 * label; the first of all where there is neither, or the client names nobody. Among those for one name, which may be RSA and EC, the
 * first that has the right kind of key. There may be none at all. Immutable.
 */
final class CertificateTable {

    static final int NONE = -1;

    private final List<CertifiedKey> all;
    private final Map<String, List<Integer>> byName = new HashMap<>();
    private final List<Integer> others;

    CertificateTable(List<CertifiedKey> all) {
        this.all = List.copyOf(all);
        for (int i = 0; i < all.size(); i++) {
            for (String name : all.get(i).names()) {
                byName.computeIfAbsent(name, any -> new ArrayList<>(1)).add(i);
            }
        }
        var usual = new ArrayList<Integer>();
        if (!all.isEmpty()) {
            usual.add(0);
        }
        // The same names with another kind of key.
        for (int i = 1; i < all.size(); i++) {
            if (!all.get(0).names().isEmpty()
                    && all.get(i).names().equals(all.get(0).names())) {
                usual.add(i);
            }
        }
        others = List.copyOf(usual);
    }

    CertifiedKey get(int index) {
        return all.get(index);
    }

    /** The index of the certificate for this name, whose key has this algorithm; {@link #NONE} if it has none of that. */
    int find(@Nullable String name, String algorithm) {
        for (int index : candidates(name)) {
            if (all.get(index).algorithm().equals(algorithm)) {
                return index;
            }
        }
        return NONE;
    }

    private List<Integer> candidates(@Nullable String name) {
        if (name == null) {
            return others;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        List<Integer> exact = byName.get(lower);
        if (exact != null) {
            return exact;
        }
        int dot = lower.indexOf('.');
        List<Integer> wild = dot < 0 ? null : byName.get("*" + lower.substring(dot));
        return wild == null ? others : wild;
    }
}
