package io.gatehouse.domain.service;

import io.gatehouse.configuration.Origin;
import org.jspecify.annotations.Nullable;

/**
 * A path, and perhaps a host, under which a service is reached besides its own name.
 *
 * @param path the path prefix by whole segments, without a trailing slash ({@code /} for every path)
 * @param host the host asked for, lower case; null for any
 * @param service the service it leads to
 * @param version the version it pins; null for the newest
 * @param strip whether the path prefix is cut off before forwarding
 * @param origin the place in the configuration that declares it
 */
public record Route(
        String path,
        @Nullable String host,
        Service service,
        @Nullable VersionNumber version,
        boolean strip,
        Origin origin) {

    /** The number of segments of the path. */
    public int depth() {
        return path.equals("/") ? 0 : (int) path.chars().filter(c -> c == '/').count();
    }
}
