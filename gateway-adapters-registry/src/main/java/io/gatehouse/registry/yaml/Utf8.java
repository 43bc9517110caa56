package io.gatehouse.registry.yaml;

import io.gatehouse.configuration.Origin;
import io.gatehouse.registry.yaml.TreeReader.Unreadable;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.reader.StreamReader;

/** Turns bytes into text, strictly: what is not UTF-8, or cannot be printed, is refused with its place. */
final class Utf8 {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** What a lenient decoder puts where there is something wrong; it may also have been written. */
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    static String decode(String source, byte[] bytes) throws Unreadable {
        // Of a large file one copy, not three.
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            refuseMalformed(source, bytes);
        }
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            text = text.substring(1);
        }
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (!StreamReader.isPrintable(c) || c == BYTE_ORDER_MARK) {
                String given = String.format("the control character U+%04X", c);
                throw new Unreadable(at(source, text, i), given, "text that can be printed");
            }
        }
        return text;
    }

    private static void refuseMalformed(String source, byte[] bytes) throws Unreadable {
        CharBuffer chars = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes), chars, true);
        if (result.isError()) {
            String good = chars.flip().toString();
            throw new Unreadable(at(source, good, good.length()), "bytes that are not UTF-8", "text in UTF-8");
        }
    }

    private static Origin at(String source, String text, int end) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new Origin(source, line, end - lineStart + 1);
    }
}
