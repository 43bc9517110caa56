package io.gatehouse.domain.service;

import io.gatehouse.configuration.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One deployed version of a service.
 *
 * @param key the service's name and the version's number
 * @param source where it runs, or who finds that out
 * @param demands what callers must present
 * @param upstreamTls how its hosts are secured that are spoken to over TLS, by the name that the process knows; null for each by its own name
 * @param origin the place in the configuration that declares it
 */
public record ServiceVersion(
        VersionKey key,
        HostSource source,
        Requirements demands,
        @Nullable String upstreamTls,
        Origin origin) {

    /** A version whose hosts are secured each as its name says. */
    public ServiceVersion(VersionKey key, HostSource source, Requirements demands, Origin origin) {
        this(key, source, demands, null, origin);
    }

    /** A version that runs on these hosts. */
    public ServiceVersion(VersionKey key, List<Host> hosts, Requirements demands, Origin origin) {
        this(key, new HostSource.Listed(hosts), demands, null, origin);
    }

    /** The hosts that the registry lists; none where they are discovered. */
    public List<Host> hosts() {
        return source instanceof HostSource.Listed listed ? listed.hosts() : List.of();
    }
}
