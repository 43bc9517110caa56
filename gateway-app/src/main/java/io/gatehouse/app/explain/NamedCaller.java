package io.gatehouse.app.explain;

import io.gatehouse.configuration.Suggestion;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.ApiKeys;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who is taken to send a request, by the names of the configuration, so that nobody has to know a secret.
 *
 * @param key {@code TENANT/APPLICATION/KEY}; null for the key that the request presents
 * @param user whom a good token names; null for the token that the request presents
 * @param groups the groups that this token names
 */
public record NamedCaller(@Nullable String key, @Nullable String user, List<String> groups) {

    /** Whoever the request says. */
    public static final NamedCaller NONE = new NamedCaller(null, null, List.of());

    /** The user's name if only groups are given. */
    private static final String SOMEBODY = "somebody";

    private static final int LONGEST = 1000;
    private static final int MOST_GROUPS = 200;
    private static final int MOST_LISTED = 5;

    public NamedCaller {
        groups = List.copyOf(groups);
    }

    /** These names; groups alone are those of a user of no particular name. */
    public static NamedCaller of(@Nullable String key, @Nullable String user, @Nullable List<String> groups)
            throws UnusableRequest {
        if (user != null && !isName(user)) {
            throw new UnusableRequest("user is no name (expected visible text of at most " + LONGEST + " characters)");
        }
        if (groups == null) {
            return new NamedCaller(key, user, List.of());
        }
        if (groups.size() > MOST_GROUPS || !groups.stream().allMatch(NamedCaller::isName)) {
            throw new UnusableRequest("groups are no names (expected at most " + MOST_GROUPS + ", none empty)");
        }
        return new NamedCaller(key, user == null ? SOMEBODY : user, groups);
    }

    private static boolean isName(String text) {
        return !text.isBlank() && text.length() <= LONGEST && text.chars().noneMatch(Character::isISOControl);
    }

    /** The caller as these keys know it. Looks at every key. */
    AssumedCaller in(ApiKeys keys) throws UnusableRequest {
        return new AssumedCaller(
                key == null ? null : find(key, keys.all()), user == null ? null : new User(user, Set.copyOf(groups)));
    }

    private static ApiKey find(String id, Collection<ApiKey> keys) throws UnusableRequest {
        String[] names = id.split("/", -1);
        if (names.length != 3) {
            throw new UnusableRequest("as names no key (expected TENANT/APPLICATION/KEY)");
        }
        for (ApiKey key : keys) {
            if (key.id().equals(id)) {
                return key;
            }
        }
        throw unknown(names, keys);
    }

    /** Says which of the three names is wrong. What was given is not repeated: somebody may have given the key itself. */
    private static UnusableRequest unknown(String[] names, Collection<ApiKey> keys) {
        String[] kinds = {"tenant", "application of that tenant", "key of that application"};
        String known = "";
        for (int i = 0; i < names.length; i++) {
            Set<String> there = new TreeSet<>();
            for (ApiKey key : keys) {
                if (key.id().startsWith(known)) {
                    there.add(key.id().split("/", -1)[i]);
                }
            }
            if (!there.contains(names[i])) {
                return new UnusableRequest("as: there is no such " + kinds[i] + near(names[i], there));
            }
            known += names[i] + "/";
        }
        throw new IllegalStateException("a key whose three names are known is known");
    }

    private static String near(String given, Set<String> there) {
        String hint = Suggestion.hint(given, there);
        if (!hint.isEmpty()) {
            return hint;
        }
        if (there.isEmpty()) {
            return " (there is none at all)";
        }
        String more = there.size() > MOST_LISTED ? ", ..." : "";
        return " (expected one of "
                + String.join(", ", there.stream().limit(MOST_LISTED).toList()) + more + ")";
    }
}
