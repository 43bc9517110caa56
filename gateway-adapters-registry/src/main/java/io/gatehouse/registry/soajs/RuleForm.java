package io.gatehouse.registry.soajs;

import java.util.List;
import java.util.Set;

/** The fields of access rules, by which their forms are told apart. */
final class RuleForm {

    static final String ACCESS = "access";
    static final String PERMISSION = "apisPermission";
    static final String APIS = "apis";
    static final String EXPRESSIONS = "apisRegExp";
    static final List<String> METHODS = List.of("get", "head", "post", "put", "patch", "delete", "options");

    private static final Set<String> OF_RULES = Set.of(ACCESS, PERMISSION, APIS, EXPRESSIONS);

    private RuleForm() {}

    /** Whether this is a rule itself, and no collection of rules by environment or version. */
    static boolean isRule(Fields fields) {
        return fields.names().stream().anyMatch(OF_RULES::contains);
    }

    /** The rules of an environment out of rules by environment; the rules themselves where they are not so divided. */
    static Fields ofEnvironment(Fields acl, EnvironmentSettings environment) {
        for (String name : acl.names()) {
            if (environment.is(name)) {
                Fields own = acl.object(name);
                return own == null || isRule(own) ? acl : own;
            }
        }
        return acl;
    }
}
