package io.gatehouse.domain.service;

import io.gatehouse.domain.request.CanonicalPath;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code /orders}, {@code /orders/v1/items} and {@code /orders:1/items}: the service by its own name. */
final class NamedPath {

    private NamedPath() {}

    static @Nullable RouteMatch find(CanonicalPath path, Map<String, Service> services) {
        String matched = path.matched();
        int end = endOfSegment(matched, 1);
        int colon = matched.lastIndexOf(':', end - 1);
        if (colon > 0) {
            return withColon(path, services.get(matched.substring(1, colon)), matched.substring(colon + 1, end));
        }
        Service service = services.get(matched.substring(1, end));
        if (service == null) {
            return null;
        }
        VersionNumber version = versionSegment(matched, end);
        return match(service, version, path, version == null ? 1 : 2);
    }

    private static @Nullable RouteMatch withColon(CanonicalPath path, @Nullable Service service, String version) {
        VersionNumber number = VersionNumber.orNull(version);
        return service == null || number == null ? null : match(service, number, path, 1);
    }

    private static @Nullable VersionNumber versionSegment(String matched, int slash) {
        if (slash + 2 >= matched.length() || matched.charAt(slash + 1) != 'v') {
            return null;
        }
        return VersionNumber.orNull(matched.substring(slash + 2, endOfSegment(matched, slash + 1)));
    }

    private static RouteMatch match(
            Service service, @Nullable VersionNumber version, CanonicalPath path, int segments) {
        return new RouteMatch(
                service,
                version,
                path.matchedAfter(segments),
                path.forwardedAfter(segments),
                path.forwardedUpTo(segments),
                service.name(),
                service.origin());
    }

    private static int endOfSegment(String path, int from) {
        int slash = path.indexOf('/', from);
        return slash < 0 ? path.length() : slash;
    }
}
