package io.gatehouse.domain.service;

import io.gatehouse.configuration.Origin;
import java.util.List;

/**
 * One deployed version of a service.
 *
 * @param key the service's name and the version's number
 * @param hosts where it runs; at least one
 * @param demands what callers must present
 * @param origin the place in the configuration that declares it
 */
public record ServiceVersion(VersionKey key, List<Host> hosts, Requirements demands, Origin origin) {

    public ServiceVersion {
        hosts = List.copyOf(hosts);
    }
}
