package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.ScalarType;
import io.gatehouse.domain.service.VersionNumber;
import org.jspecify.annotations.Nullable;

/** A path, on one host name or on any, that leads to a service. */
public record RouteDocument(
        @Described("The path; everything below it belongs to the route.")
        RoutePath path,

        @Described("Only requests for this host name; without it all.") @Nullable
        HostName host,

        @Described("The version that the route leads to; without it the newest that is granted and deployed.") @Nullable
        VersionNumber version,

        @Described("Whether the upstream gets only what follows the path; X-Forwarded-Prefix says what was cut off.")
        @Default("false")
        boolean strip,

        Origin origin) {

    /**
     * A literal path under which a service can be reached, such as {@code /api/v1}. One trailing slash is dropped, as it is
     * ignored in matching.
     */
    @ScalarType(name = "path", expected = "a path such as /api/v1, in its plain form", pattern = "/.*")
    public record RoutePath(String text) {

        /** Reads a path; see {@link PathPattern#isPlain} for what is plain. */
        public static RoutePath parse(String text) {
            if (!PathPattern.isPlain(text) || text.indexOf('*') >= 0) {
                throw new MalformedValue("a path such as /api/v1, without %, ;, ?, #, *, empty or dot segments");
            }
            return new RoutePath(PathPattern.withoutTrailingSlash(text));
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
