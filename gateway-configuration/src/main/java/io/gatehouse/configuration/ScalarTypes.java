package io.gatehouse.configuration;

import java.lang.reflect.AnnotatedElement;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The shapes of the single values that the JDK has types for. */
final class ScalarTypes {

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");

    private ScalarTypes() {}

    /** The shape of a JDK type, or null where it is none of them. */
    static @Nullable TypeBinder of(Class<?> type, AnnotatedElement component) {
        if (type == String.class) {
            return text(component.getAnnotation(Matching.class));
        }
        if (type == boolean.class || type == Boolean.class) {
            return leaf("true or false", SchemaForms.bool(), ScalarTypes::bool);
        }
        if (type == int.class || type == Integer.class) {
            return number(component.getAnnotation(Range.class), Integer.MIN_VALUE, Integer.MAX_VALUE, true);
        }
        if (type == long.class || type == Long.class) {
            return number(component.getAnnotation(Range.class), -(1L << 53), 1L << 53, false);
        }
        if (type == Duration.class) {
            return duration(component.isAnnotationPresent(OrZero.class));
        }
        if (type == Instant.class) {
            return leaf(INSTANT, SchemaForms.text("time", "[0-9]{4}-.*"), ScalarTypes::instant);
        }
        if (type == URI.class) {
            return leaf(LINK, SchemaForms.text("URL", "https?://.*"), ScalarTypes::link);
        }
        if (type == FilePath.class) {
            Map<String, Object> schema = SchemaForms.text("file name", "");
            return new ScalarBinder(
                    "the name of a file", schema, s -> FilePath.parse(s.text(), s.origin()), null, false, false);
        }
        return null;
    }

    private static final String INSTANT = "a time such as 2030-01-01T00:00:00Z";
    private static final String LINK = "a URL with http or https and a host";

    static ScalarBinder leaf(String expected, Map<String, Object> schema, ScalarBinder.Parser parser) {
        return new ScalarBinder(expected, schema, parser, null, true, false);
    }

    private static TypeBinder text(@Nullable Matching form) {
        if (form == null) {
            return leaf("a text", SchemaForms.text("text", ""), ScalarTypes::plainText);
        }
        Pattern pattern = Pattern.compile(form.value());
        return leaf(form.expected(), SchemaForms.text("text", form.value()), scalar -> {
            if (!pattern.matcher(scalar.text()).matches()) {
                throw new MalformedValue(form.expected());
            }
            return scalar.text();
        });
    }

    private static Object plainText(Node.Scalar scalar) {
        if (scalar.kind() == Node.Kind.BOOLEAN) {
            throw new MalformedValue("a text; put it in quotes if it is one");
        }
        return scalar.text();
    }

    private static Object bool(Node.Scalar scalar) {
        return switch (scalar.text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new MalformedValue("true or false");
        };
    }

    private static TypeBinder number(@Nullable Range range, long least, long most, boolean isInt) {
        long min = range == null ? least : range.min();
        long max = range == null ? most : range.max();
        String expected = range == null ? "a whole number" : "a whole number from " + min + " to " + max;
        return leaf(expected, SchemaForms.number(min, max, range != null), scalar -> {
            if (!WHOLE_NUMBER.matcher(scalar.text()).matches()) {
                throw new MalformedValue(expected);
            }
            long number = Long.parseLong(scalar.text());
            if (number < min || number > max) {
                throw new MalformedValue(expected);
            }
            return isInt ? (Object) (int) number : (Object) number;
        });
    }

    private static TypeBinder duration(boolean orZero) {
        return leaf(
                DurationText.EXPECTED,
                SchemaForms.text("duration", DurationText.PATTERN),
                scalar -> orZero ? DurationText.orZero(scalar.text()) : DurationText.positive(scalar.text()));
    }

    private static Object instant(Node.Scalar scalar) {
        try {
            return Instant.parse(scalar.text());
        } catch (DateTimeParseException e) {
            throw new MalformedValue(INSTANT);
        }
    }

    private static Object link(Node.Scalar scalar) {
        try {
            URI link = new URI(scalar.text());
            boolean http = "http".equals(link.getScheme()) || "https".equals(link.getScheme());
            if (!http || link.getHost() == null || link.getUserInfo() != null) {
                throw new MalformedValue(LINK);
            }
            return link;
        } catch (URISyntaxException e) {
            throw new MalformedValue(LINK);
        }
    }
}
