package io.gatehouse.security.verdict;

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
 * Groups are a list of texts, or one text parted by spaces or commas; without the claim there are none. A group that cannot
 * be read does not count: what is no text, is blank, has a control character or more than 256 characters, and what comes
 * behind the first 256. As groups only ever grant something, a user without one can do less, never more.
 */
public final class ClaimedUser {

    private static final int MOST_GROUPS = 256;
    private static final int LONGEST_TEXT = 256;

    private ClaimedUser() {}

    /** The user, or why there is none. */
    public static TokenVerdict read(Map<String, ?> claims, TokenIssuer.Claims names) {
        String id = id(find(claims, names.user()));
        if (id == null) {
            return Refusals.NO_USER;
        }
        Object claim = find(claims, names.groups());
        var groups = new LinkedHashSet<String>();
        int unreadable = 0;
        if (claim instanceof String line) {
            var parts = new StringTokenizer(line, " ,");
            while (parts.hasMoreTokens()) {
                unreadable += add(groups, parts.nextToken()) ? 0 : 1;
            }
        } else if (claim instanceof List<?> list) {
            for (Object group : list) {
                unreadable += add(groups, group) ? 0 : 1;
            }
        } else if (claim != null) {
            unreadable = 1;
        }
        return new TokenVerdict.Good(new User(id, groups), unreadable);
    }

    private static @Nullable String id(@Nullable Object claim) {
        if (claim instanceof Long || claim instanceof Integer) {
            return claim.toString();
        }
        return claim instanceof String text && isPlain(text) ? text : null;
    }

    /** Whether a group counts: it can be read, and is one of the first so many. */
    private static boolean add(Set<String> groups, @Nullable Object group) {
        if (!(group instanceof String text) || !isPlain(text)) {
            return false;
        }
        if (groups.size() < MOST_GROUPS) {
            groups.add(text);
            return true;
        }
        return groups.contains(text);
    }

    /** Whether a text may be seen by a backend, a log, a header: short, not blank, without control characters and halves of characters. */
    private static boolean isPlain(String text) {
        if (text.isBlank() || text.length() > LONGEST_TEXT) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The value of the claim of exactly this name, else of the one that the name leads to, dot by dot; null if there is none,
     * or it is null.
     */
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
