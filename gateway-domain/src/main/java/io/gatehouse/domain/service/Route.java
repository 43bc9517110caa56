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
 * @param rewrite the encoded path that stands in the place of the prefix, without a trailing slash; null for none
 * @param redirect where callers are sent instead of being forwarded; null if they are forwarded
 * @param origin the place in the configuration that declares it
 */
public record Route(
        String path,
        @Nullable String host,
        Service service,
        @Nullable VersionNumber version,
        boolean strip,
        @Nullable String rewrite,
        @Nullable Redirect redirect,
        Origin origin) {

    /** A route that forwards under the path that was asked for, or what follows the prefix. */
    public Route(
            String path,
            @Nullable String host,
            Service service,
            @Nullable VersionNumber version,
            boolean strip,
            Origin origin) {
        this(path, host, service, version, strip, null, null, origin);
    }

    /** The number of segments of the path. */
    public int depth() {
        return path.equals("/") ? 0 : (int) path.chars().filter(c -> c == '/').count();
    }

    /**
     * Where callers are sent.
     *
     * @param url an absolute URL, or a path on the host that was called; without query and fragment
     * @param status 301, 302, 303, 307 or 308
     */
    public record Redirect(String url, int status) {

        /** The URL for a caller behind whose route this follows: nothing, or a path that begins with a slash. */
        public String followedBy(String rest) {
            if (rest.isEmpty()) {
                return url;
            }
            return (url.endsWith("/") ? url.substring(0, url.length() - 1) : url) + rest;
        }
    }
}
