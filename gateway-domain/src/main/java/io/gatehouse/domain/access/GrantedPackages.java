package io.gatehouse.domain.access;

import io.gatehouse.domain.service.VersionKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What several packages grant together.
 *
 * <p>A version is granted that any of them grants. Of its rules, those that are restricted to what they list put aside those that are not;
 * of several of one kind, what the last says of a call holds, before what is said of all calls.
 *
 * <p>Source of the rule: SOAJS, which merges the packages of a user.
 *
 * @param packages what each grants
 */
public record GrantedPackages(List<Acl> packages) {

    public GrantedPackages {
        packages = List.copyOf(packages);
    }

    /** Whether a version is granted. */
    public boolean grants(VersionKey version) {
        for (Acl acl : packages) {
            if (acl.grants(version)) {
                return true;
            }
        }
        return false;
    }

    /** The rule for a call of a version that is granted; null if what is restricted does not list it. */
    public @Nullable AccessRule find(VersionKey version, String method, String path) {
        boolean restricted = false;
        for (Acl acl : packages) {
            VersionAcl rules = acl.find(version);
            restricted |= rules != null && rules.isRestricted();
        }
        AccessRule found = null;
        for (Acl acl : packages) {
            VersionAcl rules = acl.find(version);
            if (rules != null && rules.isRestricted() == restricted) {
                AccessRule rule = rules.find(method, path);
                found = rule == null || (found != null && found.stated() && !rule.stated()) ? found : rule;
            }
        }
        return found;
    }
}
