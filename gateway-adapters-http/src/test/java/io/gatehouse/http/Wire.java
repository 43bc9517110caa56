package io.gatehouse.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1 heads and bodies from a stream, for tests on either side of the gateway. */
final class Wire {

    private Wire() {}

    /** The lines of one head, without the empty one; none at the end of the stream. */
    static List<String> head(InputStream in) throws IOException {
        var lines = new ArrayList<String>();
        String line = line(in);
        while (line != null && !line.isEmpty()) {
            lines.add(line);
            line = line(in);
        }
        return lines;
    }

    static String value(List<String> head, String name) {
        String prefix = name + ":";
        for (String line : head) {
            if (line.regionMatches(true, 0, prefix, 0, prefix.length())) {
                return line.substring(prefix.length()).trim();
            }
        }
        return "";
    }

    /** The body that belongs to a head; throws if it ends too early. */
    static byte[] body(InputStream in, List<String> head, boolean untilClose) throws IOException {
        if (value(head, "Transfer-Encoding").equalsIgnoreCase("chunked")) {
            return chunks(in);
        }
        String length = value(head, "Content-Length");
        if (!length.isEmpty()) {
            return exactly(in, Integer.parseInt(length));
        }
        return untilClose ? in.readAllBytes() : new byte[0];
    }

    static byte[] chunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            String size = line(in);
            if (size == null) {
                throw new EOFException("the chunked body is cut off");
            }
            int length = Integer.parseInt(size.split(";", 2)[0].trim(), 16);
            body.write(exactly(in, length));
            if (length == 0) {
                head(in);
                return body.toByteArray();
            }
            if (!"".equals(line(in))) {
                throw new IOException("no line end behind a chunk");
            }
        }
    }

    /** The content of one chunk. */
    static String chunk(InputStream in) throws IOException {
        int length = Integer.parseInt(String.valueOf(line(in)), 16);
        return new String(exactly(in, length + 2), 0, length, StandardCharsets.ISO_8859_1);
    }

    static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length != length) {
            throw new EOFException(bytes.length + " of " + length + " bytes");
        }
        return length == 0 ? new byte[0] : bytes;
    }

    private static @Nullable String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        int c = in.read();
        if (c < 0) {
            return null;
        }
        while (c >= 0 && c != '\n') {
            line.write(c);
            c = in.read();
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
