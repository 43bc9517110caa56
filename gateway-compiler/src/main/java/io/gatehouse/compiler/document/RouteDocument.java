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

        @Described(
                "What the upstream gets in the place of the path; rules speak of what follows the path all the same.")
        @Nullable
        RoutePath rewrite,

        @Described(
                "Where callers are sent instead, without a key: a URL, or a path on the same host. What follows the path is"
                        + " appended, the query kept.")
        @Nullable
        RedirectUrl redirect,

        @Described("The status of a redirect: 301, 302, 303, 307 or 308; 307 if there is none.") @Nullable
        RedirectStatus status,

        Origin origin) {

    /** A route forwards or redirects, and forwards under one path. */
    public RouteDocument {
        if (redirect != null && (strip || rewrite != null || version != null)) {
            throw new MalformedValue("redirect without strip, rewrite and version, as nothing is forwarded");
        }
        if (redirect == null && status != null) {
            throw new MalformedValue("status only beside redirect");
        }
        if (strip && rewrite != null) {
            throw new MalformedValue("strip or rewrite, not both; rewrite: / does what strip does");
        }
    }

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

    /**
     * Where a redirect leads: {@code https://new.example/orders}, or {@code /orders} on the host that was called.
     *
     * @param text in its plain form
     */
    @ScalarType(name = "redirect", expected = RedirectUrl.EXPECTED, pattern = "(https?://[^/?#@]+)?(/[^?#]*)?")
    public record RedirectUrl(String text) {

        static final String EXPECTED =
                "a URL such as https://new.example/orders, or a path such as /orders, without query, fragment and user";

        /** Reads the written form. */
        public static RedirectUrl parse(String text) {
            int scheme = text.indexOf("://");
            int slash = text.indexOf('/', scheme < 0 ? 0 : scheme + 3);
            String path = slash < 0 ? "" : text.substring(slash);
            if (scheme >= 0) {
                HostUrl to = HostUrl.parse(slash < 0 ? text : text.substring(0, slash));
                if (to.http2()) {
                    throw new MalformedValue(EXPECTED);
                }
            }
            boolean plain = path.chars().allMatch(c -> c > ' ' && c < 0x7f && "\"<>^`{|}".indexOf(c) < 0);
            if (!plain || !(path.isEmpty() ? scheme >= 0 : PathPattern.isPlain(path) && (scheme >= 0 || slash == 0))) {
                throw new MalformedValue(EXPECTED);
            }
            return new RedirectUrl(text);
        }

        /** Whether it leads to the host that was called. */
        boolean isPath() {
            return text.startsWith("/");
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * The status of a redirect.
     *
     * @param code 301, 302, 303, 307 or 308
     */
    @ScalarType(name = "redirect status", expected = RedirectStatus.EXPECTED, pattern = "30[12378]")
    public record RedirectStatus(int code) {

        static final String EXPECTED = "301, 302, 303, 307 or 308";

        /** Reads the written form. */
        public static RedirectStatus parse(String text) {
            if (!text.matches("30[12378]")) {
                throw new MalformedValue(EXPECTED);
            }
            return new RedirectStatus(Integer.parseInt(text));
        }
    }
}
