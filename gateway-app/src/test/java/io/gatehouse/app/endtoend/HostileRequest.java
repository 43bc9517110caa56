package io.gatehouse.app.endtoend;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code hostile-requests.txt}: bytes, and what must become of them.
 *
 * @param written as it stands there
 * @param status of the response, or of each
 * @param code of the refusal; null if there is none
 * @param upstream the request lines that the backend gets, without version
 * @param begins whether the backend may get the beginning of a request that never becomes whole
 * @param bytes what is sent, a character for each
 */
record HostileRequest(
        String written, int status, @Nullable String code, List<String> upstream, boolean begins, String bytes) {

    private static final Pattern ROW = Pattern.compile("(\\d{3}) (\\S+) (-|\\.\\.\\.|\".*?\") \\| (.*)");
    private static final Pattern QUOTED = Pattern.compile("\"(.*?)\"(?= |$)");
    private static final Pattern REPEATED = Pattern.compile("\\{([^{}]+)\\*(\\d+)}");
    private static final Pattern ESCAPED = Pattern.compile("\\\\x([0-9a-f]{2})");
    private static final Pattern LINE = Pattern.compile("(\\S+) (\\S+) HTTP/1\\.1");

    private static final String LINES = " /svc/x HTTP/1.1\r\nHost: gw\r\nOrigin: https://shop.example\r\n";

    /** Refusals behind which the connection can serve another request, as it is clear where that begins. */
    private static final Set<String> HARMLESS =
            Set.of("ambiguous-path", "service-unknown", "method-not-supported", "method-not-allowed", "key-unknown");

    /** Every line of the table. */
    static List<HostileRequest> all() throws IOException {
        try (InputStream in = HostileRequest.class.getResourceAsStream("/hostile-requests.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(HostileRequest::of)
                    .toList();
        }
    }

    private static HostileRequest of(String line) {
        Matcher row = ROW.matcher(line);
        if (!row.matches()) {
            throw new IllegalArgumentException("no line of the table: " + line);
        }
        String code = row.group(2);
        Stream<String> lines = QUOTED.matcher(row.group(3)).results().map(found -> found.group(1));
        return new HostileRequest(
                line.length() > 150 ? line.substring(0, 150) : line,
                Integer.parseInt(row.group(1)),
                code.equals("-") ? null : code,
                lines.toList(),
                row.group(3).equals("..."),
                bytes(row.group(4)));
    }

    private static String bytes(String written) {
        String repeated = REPEATED.matcher(written)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1).repeat(Integer.parseInt(found.group(2)))));
        String text = repeated.replace("{G}", "GET" + LINES)
                .replace("{P}", "POST" + LINES)
                .replace("¶", "\r\n")
                .replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\t", "\t");
        return ESCAPED.matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    }

    boolean refused() {
        return code != null;
    }

    /** Whether nothing more may be served on the connection. */
    boolean ends() {
        return bytes.contains("smuggled") || (code != null && !HARMLESS.contains(code));
    }

    /** The description that {@code POST /explain} takes for it; null if it cannot be described: it is more than a head, or no text. */
    @Nullable
    String description() throws IOException {
        int end = bytes.indexOf("\r\n\r\n");
        String[] lines = bytes.substring(0, Math.max(0, end)).split("\r\n");
        Matcher line = LINE.matcher(lines[0]);
        List<String> fields = Arrays.asList(lines).subList(1, lines.length);
        if (begins
                || !line.matches()
                || fields.stream().anyMatch(field -> field.indexOf(':') < 0 || field.indexOf('\n') >= 0)
                || fields.stream().noneMatch(field -> field.regionMatches(true, 0, "Host:", 0, 5))) {
            return null;
        }
        try {
            var json = new ObjectMapper();
            ObjectNode described =
                    json.createObjectNode().put("method", text(line.group(1))).put("path", text(line.group(2)));
            ObjectNode headers = described.putObject("headers");
            for (String field : fields) {
                String[] parts = field.split(":", 2);
                headers.withArrayProperty(text(parts[0])).add(text(parts[1]));
            }
            return json.writeValueAsString(described);
        } catch (CharacterCodingException noText) {
            return null;
        }
    }

    private static String text(String bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                .toString();
    }

    @Override
    public String toString() {
        return written;
    }
}
