package io.gatehouse.domain.service;

import io.gatehouse.configuration.Origin;
import org.jspecify.annotations.Nullable;

/**
 * What a path was found to mean.
 *
 * @param service the service it leads to
 * @param askedVersion the version asked for by path or pinned by route; null if none was
 * @param apiPath the decoded path that access rules speak of; begins with a slash
 * @param forwardPath the encoded path that the upstream gets; begins with a slash
 * @param prefix what was cut off the encoded path before that; empty if nothing was
 * @param label the name of the route in logs and metrics: the route's path, or the service's name
 * @param origin the place in the configuration that made this match
 * @param route the route that made this match; null if the name of the service did
 */
public record RouteMatch(
        Service service,
        @Nullable VersionNumber askedVersion,
        String apiPath,
        String forwardPath,
        String prefix,
        String label,
        Origin origin,
        @Nullable Route route) {

    /** The same as it leads to another path of upstreams. */
    public RouteMatch forwardedTo(String path) {
        return new RouteMatch(service, askedVersion, apiPath, path, prefix, label, origin, route);
    }

    /** The same path as it leads to another state of the service. */
    public RouteMatch in(Service other, VersionNumber version) {
        return new RouteMatch(other, version, apiPath, forwardPath, prefix, label, origin, route);
    }
}
