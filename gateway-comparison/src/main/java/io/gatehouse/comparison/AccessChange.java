package io.gatehouse.comparison;

import io.gatehouse.comparison.Change.Severity;
import io.gatehouse.comparison.ComparisonFindings.Phrase;
import io.gatehouse.domain.access.Access;
import io.gatehouse.domain.access.AccessRule;
import io.gatehouse.domain.service.Requirements;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What changes for the callers of a call.
 *
 * @param severity what it means to them
 * @param form how it is said
 * @param words what is needed now, if anything is
 */
record AccessChange(Severity severity, Form form, String words) {

    /** How a change is said. */
    enum Form {
        LOSES,
        GAINS,
        NEEDS
    }

    /** Null if nothing changes. */
    static @Nullable AccessChange of(AccessRequirement before, AccessRequirement after) {
        if (before.equals(after)) {
            return null;
        }
        if (after.refused()) {
            return new AccessChange(Severity.LOSS, Form.LOSES, "");
        }
        if (before.refused()) {
            return new AccessChange(Severity.GAIN, Form.GAINS, "");
        }
        Severity severity =
                before.losesTo(after) ? Severity.LOSS : after.losesTo(before) ? Severity.GAIN : Severity.CHANGE;
        return new AccessChange(severity, Form.NEEDS, words(before, after));
    }

    /** Begins with the verb, which is for one call. */
    private static String words(AccessRequirement before, AccessRequirement after) {
        if (before.isOpen()) {
            return "now needs " + after.words();
        }
        if (after.isOpen()) {
            return "no longer needs " + before.words();
        }
        return "needs " + after.words() + " instead of " + before.words();
    }

    /** What is said of callers; {@code calls} is what they call, and {@code several} whether it is more than one thing. */
    Phrase phrase(String calls, boolean several) {
        return switch (form) {
            case LOSES -> Phrase.of("loses " + calls, "lose " + calls);
            case GAINS -> Phrase.of("gains " + calls, "gain " + calls);
            case NEEDS -> Phrase.apart(calls + " " + (several ? words.replaceFirst("needs ", "need ") : words));
        };
    }

    /**
     * Who passes with a call: nobody, or callers without a user, or users who are in one of each of some sets of groups. That it says
     * what the stages say is proved by a test that asks both.
     *
     * @param refused whether nobody passes
     * @param anonymous whether callers without a user pass
     * @param groups for users: one group of each of these sets
     */
    record AccessRequirement(boolean refused, boolean anonymous, Set<Set<String>> groups) {

        static final AccessRequirement REFUSED = new AccessRequirement(true, false, Set.of());

        AccessRequirement {
            groups = Set.copyOf(groups);
        }

        /** Of a call with a key under this rule (null where nothing is listed) of a version with these demands. */
        static AccessRequirement withKey(@Nullable AccessRule rule, Requirements demands) {
            if (rule == null) {
                return REFUSED;
            }
            boolean serviceOpen = rule.service() instanceof Access.Everybody || rule.stated();
            var groups = new LinkedHashSet<Set<String>>();
            add(rule.service(), groups);
            add(rule.api(), groups);
            return new AccessRequirement(false, !demands.tokenAlways() && serviceOpen && !rule.demandsUser(), groups);
        }

        /** Of a call without a key to a version with these demands. */
        static AccessRequirement withoutKey(Requirements demands) {
            return demands.keyAlways() ? REFUSED : new AccessRequirement(false, !demands.token(), Set.of());
        }

        private static void add(Access access, Set<Set<String>> groups) {
            if (access instanceof Access.MemberOf members) {
                groups.add(members.groups());
            }
        }

        /** Whether somebody who passes here does not pass there. */
        boolean losesTo(AccessRequirement after) {
            if (refused || after.refused) {
                return !refused;
            }
            return (anonymous && !after.anonymous) || !after.groups.stream().allMatch(this::ensures);
        }

        /** Whether every user who passes here is in one of these groups. */
        private boolean ensures(Set<String> wanted) {
            return groups.stream().anyMatch(wanted::containsAll);
        }

        /** Whether nobody needs to be anybody. */
        boolean isOpen() {
            return anonymous && groups.isEmpty();
        }

        /** What a caller needs: {@code a user in [admin]}. */
        String words() {
            String users = groups.isEmpty()
                    ? "a user"
                    : "a user in "
                            + groups.stream()
                                    .map(names -> new TreeSet<>(names).toString())
                                    .sorted()
                                    .collect(Collectors.joining(" and in "));
            if (isOpen()) {
                return "no user";
            }
            return anonymous ? "no user or " + users : users;
        }
    }
}
