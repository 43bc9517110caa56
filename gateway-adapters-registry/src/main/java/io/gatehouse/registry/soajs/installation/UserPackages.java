package io.gatehouse.registry.soajs.installation;

import io.gatehouse.domain.identity.UserRecord;
import io.gatehouse.registry.soajs.installation.InstallationFacts.KeyFacts;
import io.gatehouse.registry.soajs.installation.InstallationFacts.PackageFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The packages that a user has of the product of a key, as they stand in the database, merged into one.
 *
 * @param names their names; null if the user has none of the product
 * @param acl what they permit in the environment; null for nothing
 * @param aclAllEnv the same of all environments
 */
record UserPackages(
        @Nullable List<String> names,
        @Nullable Object acl,
        @Nullable Object aclAllEnv) {

    static UserPackages of(InstallationFacts facts, KeyFacts key, @Nullable UserRecord record) {
        List<String> names = record == null || key.product() == null
                ? null
                : record.packages().get(key.product());
        Object acl = null;
        Object all = null;
        for (String name : names == null ? List.<String>of() : key.counting(names)) {
            PackageFacts found = find(facts, String.valueOf(key.product()), name);
            if (found != null) {
                acl = services(acl, found.acl());
                all = environments(all, found.aclAllEnv());
            }
        }
        return new UserPackages(names, acl, all);
    }

    private static @Nullable PackageFacts find(InstallationFacts facts, String product, String name) {
        PackageFacts own = facts.packages().get(product + "/" + name);
        return own != null
                ? own
                : facts.packages().entrySet().stream()
                        .filter(entry -> entry.getKey().endsWith("/" + name))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null);
    }

    private static @Nullable Object environments(@Nullable Object before, @Nullable Object next) {
        if (!(before instanceof Map<?, ?> one) || !(next instanceof Map<?, ?> other)) {
            return before == null ? next : before;
        }
        var merged = new LinkedHashMap<Object, @Nullable Object>(one);
        other.forEach((environment, acl) -> merged.put(environment, services(merged.get(environment), acl)));
        return merged;
    }

    private static @Nullable Object services(@Nullable Object before, @Nullable Object next) {
        if (!(before instanceof Map<?, ?> one) || !(next instanceof Map<?, ?> other)) {
            return before == null ? next : before;
        }
        var merged = new LinkedHashMap<Object, @Nullable Object>(one);
        other.forEach((service, versions) -> merged.put(service, versions(merged.get(service), versions)));
        return merged;
    }

    /** Of two rules for a version the restricted one counts; two of one kind are merged. */
    private static @Nullable Object versions(@Nullable Object before, @Nullable Object next) {
        if (!(before instanceof Map<?, ?> one) || !(next instanceof Map<?, ?> other)) {
            return before == null ? next : before;
        }
        var merged = new LinkedHashMap<Object, @Nullable Object>(one);
        other.forEach((version, rule) -> {
            Object known = merged.get(version);
            boolean both = isRestricted(known) == isRestricted(rule);
            if (known instanceof Map<?, ?> under && rule instanceof Map<?, ?> over && both) {
                merged.put(version, MergedValues.merge(under, over));
            } else if (known == null || isRestricted(rule)) {
                merged.put(version, rule);
            }
        });
        return merged;
    }

    private static boolean isRestricted(@Nullable Object rule) {
        return rule instanceof Map<?, ?> map && "restricted".equals(map.get("apisPermission"));
    }
}
