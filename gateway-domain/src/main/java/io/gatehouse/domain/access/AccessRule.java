package io.gatehouse.domain.access;

import io.gatehouse.configuration.Origin;

/**
 * What one API of one version of a service demands of its callers.
 *
 * @param service what the version as a whole demands
 * @param api what this API demands, inherited from the method or the version where it says nothing itself
 * @param stated whether the API or its method says so itself
 * @param origin the place in the configuration that decided
 */
public record AccessRule(Access service, Access api, boolean stated, Origin origin) {

    /** Whether nobody can pass without a user. */
    public boolean demandsUser() {
        return !(api instanceof Access.Everybody);
    }
}
