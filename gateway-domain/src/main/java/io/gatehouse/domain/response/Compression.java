package io.gatehouse.domain.response;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which responses are compressed, and for whom: the rules of RFC 9110 for Accept-Encoding (12.5.3), ETag (8.8.3) and transformations (7.7).
 *
 * <p>The coding is {@code gzip}, which every client knows. Nothing is compressed that is compressed or signed already, a part of
 * something, or told not to be transformed; event streams are left as they are, as each would hold a compressor for hours.
 */
public final class Compression {

    /** Bodies that are known to be shorter are sent as they are: they fit a packet anyway. */
    public static final int SMALLEST = 1024;

    private static final Set<String> TEXT = Set.of(
            "application/json",
            "application/xml",
            "application/javascript",
            "application/x-javascript",
            "application/x-ndjson",
            "application/ndjson",
            "application/jsonl",
            "application/yaml",
            "application/x-yaml",
            "application/wasm",
            "application/vnd.ms-fontobject",
            "application/x-font-ttf",
            "font/ttf",
            "font/otf",
            "font/collection",
            "image/svg+xml",
            "image/bmp",
            "image/x-icon",
            "image/vnd.microsoft.icon");

    private static final List<String> TEXT_SUFFIXES = List.of("+json", "+xml", "+yaml", "+json-seq");

    private static final Set<String> INTEGRITY =
            Set.of("Content-Digest", "Repr-Digest", "Digest", "Content-MD5", "Signature-Input");

    private static final int NO_CONTENT = 204;
    private static final int PARTIAL_CONTENT = 206;
    private static final int NOT_MODIFIED = 304;

    private Compression() {}

    /**
     * Whether this response is compressed for clients that take it.
     *
     * @param length its length in bytes; negative if it is not known
     */
    public static boolean suits(int status, long length, HeaderFields response) {
        return status != NO_CONTENT
                && status != PARTIAL_CONTENT
                && status != NOT_MODIFIED
                && (length < 0 || length >= SMALLEST)
                && isText(response.first("Content-Type"))
                && isPlain(response)
                && !response.has("Content-Range")
                && !response.lists("Cache-Control", "no-transform")
                && INTEGRITY.stream().noneMatch(response::has);
    }

    private static boolean isPlain(HeaderFields response) {
        return response.elements("Content-Encoding").stream().allMatch("identity"::equalsIgnoreCase);
    }

    private static boolean isText(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        int end = contentType.indexOf(';');
        String type =
                (end < 0 ? contentType : contentType.substring(0, end)).trim().toLowerCase(Locale.ROOT);
        return type.startsWith("text/")
                ? !type.equals("text/event-stream")
                : TEXT.contains(type) || TEXT_SUFFIXES.stream().anyMatch(type::endsWith);
    }

    /** Whether a client with these request fields is sent {@code gzip}: it takes it, and likes nothing plain better. */
    public static boolean isTaken(HeaderFields request) {
        double gzip = -1;
        double any = -1;
        double identity = -1;
        for (String element : request.elements("Accept-Encoding")) {
            int end = element.indexOf(';');
            String coding =
                    (end < 0 ? element : element.substring(0, end)).trim().toLowerCase(Locale.ROOT);
            double weight = end < 0 ? 1 : weight(element.substring(end + 1));
            switch (coding) {
                case "gzip", "x-gzip" -> gzip = Math.max(gzip, weight);
                case "identity" -> identity = weight;
                case "*" -> any = weight;
                default -> {
                    // Another coding, which is not ours to offer.
                }
            }
        }
        double wanted = gzip < 0 ? any : gzip;
        return wanted > 0 && wanted >= identity && !request.lists("Cache-Control", "no-transform");
    }

    /** The weight that is said ({@code q=0.5}); 1 if none is, and 0 for one that makes no sense. */
    private static double weight(String parameters) {
        for (String parameter : parameters.split(";", -1)) {
            String text = parameter.trim();
            if (text.regionMatches(true, 0, "q=", 0, 2)) {
                return isWeight(text) ? Double.parseDouble(text.substring(2)) : 0;
            }
        }
        return 1;
    }

    /** As RFC 9110 has it in 12.4.2: nothing above one, three digits at most behind the point. */
    private static boolean isWeight(String text) {
        boolean right = text.length() > 2 && text.length() <= 7 && (text.charAt(2) == '0' || text.charAt(2) == '1');
        for (int i = 3; i < text.length() && right; i++) {
            char c = text.charAt(i);
            right = i == 3 ? c == '.' : c == '0' || (text.charAt(2) == '0' && c > '0' && c <= '9');
        }
        return right;
    }

    /** The weak form of an entity tag: what is compressed is not the same bytes any more. */
    public static String weak(String etag) {
        return etag.startsWith("W/") ? etag : "W/" + etag;
    }

    /** Whether a client asks with the weak form of this entity tag, as it has been given that with a compressed body. */
    public static boolean knowsWeak(String etag, HeaderFields request) {
        return !etag.startsWith("W/") && request.elements("If-None-Match").contains(weak(etag));
    }
}
