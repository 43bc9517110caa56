package io.gatehouse.domain.service;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.request.CanonicalPath;
import org.jspecify.annotations.Nullable;

/**
 * What a path was found to mean.
 *
 * @param service the service it leads to
 * @param askedVersion the version asked for by path or pinned by route; null if none was
 * @param path the path that it was found for
 * @param depth how many of its segments say where it leads; access rules speak of those behind
 * @param cut how many of its segments upstreams do not get
 * @param rewritten the encoded path that the upstream gets, begins with a slash; null if that is what is left of the path
 * @param label the name of the route in logs and metrics: the route's path, or the service's name
 * @param origin the place in the configuration that made this match
 * @param route the route that made this match; null if the name of the service did
 */
public record RouteMatch(
        Service service,
        @Nullable VersionNumber askedVersion,
        CanonicalPath path,
        int depth,
        int cut,
        @Nullable String rewritten,
        String label,
        Origin origin,
        @Nullable Route route) {

    /** The decoded path that access rules speak of; begins with a slash. */
    public String apiPath() {
        return path.matchedAfter(depth);
    }

    /** Where {@link #apiPath} begins in the decoded path; at its end where nothing is left, which is {@code /}. */
    public int apiFrom() {
        return path.matchedLength(depth);
    }

    /** The encoded path that the upstream gets; begins with a slash. */
    public String forwardPath() {
        return rewritten == null ? path.forwardedAfter(cut) : rewritten;
    }

    /** What was cut off the encoded path before {@link #forwardPath}; empty if nothing was. */
    public String prefix() {
        return path.forwardedUpTo(cut);
    }

    /** How many characters of the encoded path {@link #prefix} has. */
    public int prefixLength() {
        return path.forwardedLength(cut);
    }

    /** The same as it leads to another path of upstreams. */
    public RouteMatch forwardedTo(String to) {
        return new RouteMatch(service, askedVersion, path, depth, cut, to, label, origin, route);
    }

    /** The same path as it leads to another state of the service. */
    public RouteMatch in(Service other, VersionNumber version) {
        return new RouteMatch(other, version, path, depth, cut, rewritten, label, origin, route);
    }
}
