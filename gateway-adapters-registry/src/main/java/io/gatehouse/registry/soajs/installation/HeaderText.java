package io.gatehouse.registry.soajs.installation;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Texts of people's names in a header, encoded as JavaScript's {@code encodeURIComponent} does. */
final class HeaderText {

    private static final String PLAIN = "-_.!~*'()";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private HeaderText() {}

    static String encode(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        var encoded = new StringBuilder();
        for (byte b : String.valueOf(value).getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (b >= 'a' && b <= 'z')
                    || (b >= 'A' && b <= 'Z')
                    || (b >= '0' && b <= '9')
                    || (b > 0 && PLAIN.indexOf(b) >= 0);
            if (plain) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
            }
        }
        return encoded.toString();
    }
}
