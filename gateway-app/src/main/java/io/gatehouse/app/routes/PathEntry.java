package io.gatehouse.app.routes;

import java.util.List;

/**
 * A path that leads to a service.
 *
 * @param path the path; everything below it belongs to it
 * @param host the host that has to be asked for; {@code *} for any
 * @param service the service
 * @param version the version that is forwarded to; where the path names none, the newest
 * @param pinned whether the path or route names the version
 * @param hosts the upstream hosts of that version, with their weights where these differ from 1
 * @param methods the methods that are let through, sorted
 * @param requires what callers must present; empty for nothing
 * @param anyOf whether one of these is enough
 * @param strip whether the upstream gets only what follows the path
 */
public record PathEntry(
        String path,
        String host,
        String service,
        String version,
        boolean pinned,
        List<String> hosts,
        List<String> methods,
        List<String> requires,
        boolean anyOf,
        boolean strip) {

    public PathEntry {
        hosts = List.copyOf(hosts);
        methods = List.copyOf(methods);
        requires = List.copyOf(requires);
    }
}
