package io.gatehouse.domain.request;

/**
 * The one reading of a request path: what rules match and what is forwarded are two spellings of the same thing.
 *
 * <p>{@link #matched()} is decoded once: no dot segments, no empty segments, no control characters, no backslash. An
 * encoded slash or percent sign stays encoded in it (as {@code %2F}, {@code %25}), so that it can never be taken for a
 * separator. {@link #forwarded()} is the same path encoded, with reserved characters as the client spelled them: escaped
 * or not. Both begin with a slash and have the same number of slashes.
 *
 * @param matched the decoded path that routes and rules see
 * @param forwarded the encoded path that upstreams get
 * @param encodedSlash whether the path holds an encoded slash or percent sign, which a service must opt in to
 * @param parameters whether the path holds a {@code ;}, encoded or not, which a service must opt in to
 */
public record CanonicalPath(String matched, String forwarded, boolean encodedSlash, boolean parameters) {

    /** The rest of {@link #matched()} behind that many segments; {@code /} if nothing follows. */
    public String matchedAfter(int segments) {
        return after(matched, segments);
    }

    /** The rest of {@link #forwarded()} behind that many segments; {@code /} if nothing follows. */
    public String forwardedAfter(int segments) {
        return after(forwarded, segments);
    }

    /** The rest of {@link #forwarded()} behind that many segments; empty if nothing follows, or the path is {@code /}. */
    public String forwardedRest(int segments) {
        String rest = forwarded.substring(end(forwarded, segments));
        return rest.equals("/") && segments == 0 ? "" : rest;
    }

    /** The first that many segments of {@link #forwarded()}, without a slash at the end; empty for none. */
    public String forwardedUpTo(int segments) {
        return forwarded.substring(0, forwardedLength(segments));
    }

    /** How many characters the first that many segments of {@link #forwarded()} have, without a slash at the end. */
    public int forwardedLength(int segments) {
        return end(forwarded, segments);
    }

    /** How many characters the first that many segments of {@link #matched()} have, without a slash at the end. */
    public int matchedLength(int segments) {
        return end(matched, segments);
    }

    private static String after(String path, int segments) {
        int at = end(path, segments);
        return at == path.length() ? "/" : path.substring(at);
    }

    private static int end(String path, int segments) {
        int at = 0;
        for (int n = 0; n < segments && at < path.length(); n++) {
            int slash = path.indexOf('/', at + 1);
            at = slash < 0 ? path.length() : slash;
        }
        return at;
    }
}
