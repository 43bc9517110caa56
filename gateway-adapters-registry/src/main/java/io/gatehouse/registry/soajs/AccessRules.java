package io.gatehouse.registry.soajs;

import io.gatehouse.configuration.Node;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.registry.soajs.Fields.Versions;
import io.gatehouse.registry.soajs.ServiceTranslation.DeployedServices;
import io.gatehouse.registry.yaml.MappingBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Access rules by service: by version, or in one of the old forms for all versions at once. A version that wants no key is open
 * to everybody who has one, since SOAJS looks at no rule there.
 */
record AccessRules(DeployedServices deployed) {

    /** What an application's own rules say; null if they say nothing. */
    @Nullable
    MappingBuilder ofApplication(@Nullable Fields acl) {
        if (acl == null) {
            return null;
        }
        var services = new MappingBuilder(acl.origin());
        translate(acl).forEach(services::put);
        return services.isEmpty() ? null : services;
    }

    /** What a package permits, and besides the services that want no key. */
    MappingBuilder ofPackage(Fields owner, @Nullable Fields acl) {
        Map<String, Node> rules = acl == null ? new LinkedHashMap<>() : translate(acl);
        for (String service : deployed.services()) {
            var open = new MappingBuilder(owner.origin());
            for (VersionNumber version : deployed.versionsOf(service)) {
                if (deployed.isOpen(service, version)) {
                    open.put(version.toString(), everybody(owner));
                }
            }
            if (!open.isEmpty()) {
                rules.putIfAbsent(service, open.node());
            }
        }
        var services = new MappingBuilder(owner.origin());
        rules.forEach(services::put);
        return services;
    }

    private Map<String, Node> translate(Fields acl) {
        var rules = new LinkedHashMap<String, Node>();
        var absent = new TreeSet<String>();
        for (String name : acl.names()) {
            Object value = acl.raw(name);
            if (!deployed.has(name)) {
                absent.add(name);
            } else if (value != null && !Boolean.FALSE.equals(value)) {
                Fields service = acl.object(name);
                if (service != null) {
                    rules.put(name, service(name, service, absent).node());
                }
            }
        }
        if (!absent.isEmpty()) {
            acl.notice("", "rules for what does not run here: " + String.join(", ", absent), "they are left out");
        }
        return rules;
    }

    private MappingBuilder service(String name, Fields rules, Set<String> absent) {
        var versions = new MappingBuilder(rules.origin());
        if (VersionRule.isRule(rules) || rules.names().isEmpty()) {
            MappingBuilder rule = VersionRule.of(rules);
            deployed.versionsOf(name).forEach(version -> put(versions, name, version, rule, rules));
            return versions;
        }
        for (String key : rules.names()) {
            VersionNumber version = Versions.of(key);
            Fields rule = version == null ? null : rules.object(key);
            if (version == null || !deployed.versionsOf(name).contains(version)) {
                absent.add(name + " " + key);
            } else if (rule != null) {
                put(versions, name, version, VersionRule.of(rule), rules);
            }
        }
        return versions;
    }

    private void put(
            MappingBuilder versions, String service, VersionNumber version, MappingBuilder rule, Fields owner) {
        versions.put(version.toString(), deployed.isOpen(service, version) ? everybody(owner) : rule);
    }

    private static MappingBuilder everybody(Fields owner) {
        return new MappingBuilder(owner.origin()).flag(VersionRule.ACCESS, false);
    }
}
