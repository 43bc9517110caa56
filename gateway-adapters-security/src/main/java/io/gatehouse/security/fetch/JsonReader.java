package io.gatehouse.security.fetch;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON objects of strangers strictly by RFC 8259: names twice in the outermost object, comments, trailing
 * text, numbers that are none, bytes that are not UTF-8 and nesting deeper than 255 levels make it unreadable.
 *
 * <p>Whole numbers become {@link Long}, others and those too large for it {@link Double}. How long a text may be is for
 * the caller to bound. Names twice in an inner object are not noticed, and one of both counts: whoever issued a token knows what it says.
 */
public final class JsonReader {

    private JsonReader() {}

    /** The object; null if the bytes are not one. */
    public static @Nullable Map<String, Object> object(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return beginsObject(text) ? JSONObjectUtils.parse(text) : null;
        } catch (CharacterCodingException | ParseException unreadable) {
            return null;
        }
    }

    /** The parser would take a list of pairs for an object, and a byte order mark for nothing. */
    private static boolean beginsObject(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
                return c == '{';
            }
        }
        return false;
    }
}
