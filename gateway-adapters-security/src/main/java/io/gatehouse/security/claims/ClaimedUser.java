package io.gatehouse.security.claims;

import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.User;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the user and groups out of claims.
 *
 * <p>The user is a text, or a whole number that fits 64 bits (a larger one would be rounded, and two users become one).
 * Groups are a list of texts, or one text parted by spaces or commas; without the claim there are none. At most 256
 * groups, each text of at most 256 characters.
 */
public final class ClaimedUser {

    private static final int MOST_GROUPS = 256;

    private ClaimedUser() {}

    /** The user, or why there is none. */
    public static TokenVerdict read(Map<String, ?> claims, TokenIssuer.Claims names) {
        String id = id(Claim.find(claims, names.user()));
        if (id == null) {
            return Refusals.NO_USER;
        }
        Set<String> groups = groups(Claim.find(claims, names.groups()));
        return groups == null ? Refusals.GROUPS : new TokenVerdict.Good(new User(id, groups));
    }

    private static @Nullable String id(@Nullable Object claim) {
        if (claim instanceof Long || claim instanceof Integer) {
            return claim.toString();
        }
        return claim instanceof String text && ClaimText.isPlain(text) ? text : null;
    }

    private static @Nullable Set<String> groups(@Nullable Object claim) {
        if (claim == null) {
            return Set.of();
        }
        var groups = new LinkedHashSet<String>();
        if (claim instanceof String line) {
            new StringTokenizer(line, " ,").asIterator().forEachRemaining(group -> groups.add((String) group));
        } else if (claim instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            list.forEach(group -> groups.add((String) group));
        } else {
            return null;
        }
        return groups.size() <= MOST_GROUPS && groups.stream().allMatch(ClaimText::isPlain) ? groups : null;
    }
}
