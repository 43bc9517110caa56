package io.gatehouse.registry.tree;

import io.gatehouse.configuration.Node;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The value of a scalar, for notations that know types. What would not come back as it was written stays a text; it means the same. */
public final class PlainValue {

    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,17}");

    private PlainValue() {}

    /** A {@link Boolean}, a {@link Long} or a {@link String}; null for a written null. */
    public static @Nullable Object of(Node.Scalar scalar) {
        String text = scalar.text();
        return switch (scalar.kind()) {
            case NULL -> null;
            case BOOLEAN -> text.equals("true") || text.equals("false") ? (Object) text.equals("true") : text;
            case NUMBER -> WHOLE.matcher(text).matches() ? (Object) Long.valueOf(text) : text;
            case TEXT -> text;
        };
    }
}
