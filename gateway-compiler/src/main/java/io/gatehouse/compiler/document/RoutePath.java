package io.gatehouse.compiler.document;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.ScalarType;

/**
 * A literal path under which a service can be reached, such as {@code /api/v1}. One trailing slash is dropped, as it is
 * ignored in matching.
 */
@ScalarType(name = "path", expected = "a path such as /api/v1, in its plain form", pattern = "/.*")
public record RoutePath(String text) {

    /** Reads a path; see {@link PlainPath} for what is plain. */
    public static RoutePath parse(String text) {
        if (!PlainPath.is(text) || text.indexOf('*') >= 0) {
            throw new MalformedValue("a path such as /api/v1, without %, ;, ?, #, *, empty or dot segments");
        }
        return new RoutePath(PlainPath.withoutTrailingSlash(text));
    }

    @Override
    public String toString() {
        return text;
    }
}
