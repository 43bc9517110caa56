package io.gatehouse.security.claims;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds a claim by its name: the claim of exactly that name, else the one that the name leads to, dot by dot. */
public final class Claim {

    private Claim() {}

    /** The claim's value; null if there is none, or it is null. */
    public static @Nullable Object find(Map<String, ?> claims, String name) {
        if (claims.containsKey(name)) {
            return claims.get(name);
        }
        Map<?, ?> level = claims;
        int from = 0;
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', from)) {
            if (!(level.get(name.substring(from, dot)) instanceof Map<?, ?> inner)) {
                return null;
            }
            level = inner;
            from = dot + 1;
        }
        return from == 0 ? null : level.get(name.substring(from));
    }
}
