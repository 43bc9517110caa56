package io.gatehouse.compiler.document;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.ScalarType;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A path of an access rule: {@code /items}, {@code /items/:id}, {@code /files/*}. A segment is exact, or a
 * {@code :parameter} that stands for any one segment; {@code *} stands at the end only, for one segment or more.
 */
@ScalarType(name = "path pattern", expected = "a path pattern such as /items, /items/:id or /files/*", pattern = "/.*")
public record PathPattern(String text) {

    private static final Pattern PARAMETER = Pattern.compile(":[A-Za-z_][A-Za-z0-9_-]*");
    private static final int LONGEST = 2048;

    /** Reads a pattern; one trailing slash is dropped. */
    public static PathPattern parse(String text) {
        if (!isPlain(text)) {
            throw new MalformedValue("a path pattern such as /items/:id, without %, ;, ?, #, empty or dot segments");
        }
        PathPattern pattern = new PathPattern(withoutTrailingSlash(text));
        List<String> segments = pattern.segments();
        for (int i = 0; i < segments.size(); i++) {
            check(segments.get(i), i == segments.size() - 1);
        }
        return pattern;
    }

    private static void check(String segment, boolean last) {
        if (segment.indexOf('*') >= 0 && !(last && segment.equals("*"))) {
            throw new MalformedValue("* only as the last segment, as in /files/*");
        }
        if (segment.startsWith(":") && !PARAMETER.matcher(segment).matches()) {
            throw new MalformedValue("a parameter name of letters, digits, '_' and '-', as in /items/:id");
        }
    }

    /** The segments between the slashes; none for {@code /}. */
    public List<String> segments() {
        return text.equals("/") ? List.of() : List.of(text.substring(1).split("/", -1));
    }

    /** The segments, all parameters by one name: patterns of one shape fit the same paths. */
    public List<String> shape() {
        return segments().stream()
                .map(segment -> segment.startsWith(":") ? ":" : segment)
                .toList();
    }

    @Override
    public String toString() {
        return text;
    }

    /**
     * What a path in a rule looks like: absolute, decoded, without anything that two programs could read differently. A rule
     * in another form could never match, or worse, would seem to.
     */
    static boolean isPlain(String text) {
        if (!text.startsWith("/") || text.length() > LONGEST || text.contains("//")) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || "%;?#\\".indexOf(c) >= 0) {
                return false;
            }
        }
        return !(text + "/").contains("/./") && !(text + "/").contains("/../");
    }

    static String withoutTrailingSlash(String text) {
        return text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
