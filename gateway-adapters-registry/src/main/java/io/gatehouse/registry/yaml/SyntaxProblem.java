package io.gatehouse.registry.yaml;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.gatehouse.configuration.Origin;
import io.gatehouse.registry.yaml.TreeReader.TreeNotation;
import io.gatehouse.registry.yaml.TreeReader.Unreadable;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Puts what a parser says of malformed text into our words; its own would repeat the text, secrets included. */
final class SyntaxProblem {

    private SyntaxProblem() {}

    static Unreadable of(String source, String text, TreeNotation notation, JacksonException e) {
        if (e.getCause() instanceof YAMLException cause) {
            return of(source, text, place(source, e.getLocation()), cause);
        }
        Origin place = place(source, e.getLocation());
        if (e instanceof StreamConstraintsException) {
            return new Unreadable(place, "too much", "no deeper nesting and no longer values than the limits allow");
        }
        return new Unreadable(place, "something unreadable", "well-formed " + notation);
    }

    static Unreadable of(String source, String text, Origin place, YAMLException e) {
        if (e instanceof MarkedYAMLException marked) {
            String said = marked.getProblem() == null ? "" : marked.getProblem();
            Mark mark = marked.getProblemMark();
            Origin origin = mark == null ? place : new Origin(source, mark.getLine() + 1, mark.getColumn() + 1);
            if (mark != null && isPlaceholder(text, mark)) {
                return new Unreadable(
                        origin,
                        "a placeholder without quotes between { } or [ ]",
                        "it in quotes, such as { value: \"${NAME}\" }");
            }
            return new Unreadable(origin, given(said), expected(said));
        }
        return new Unreadable(place, "something unreadable", "well-formed YAML");
    }

    /** Whether the parser stumbled over the brace of a placeholder, which begins a mapping where no quotes are around it. */
    private static boolean isPlaceholder(String text, Mark mark) {
        String line = text.lines().skip(mark.getLine()).findFirst().orElse("");
        int[] characters = line.codePoints().toArray();
        int brace = mark.getColumn();
        return brace > 0 && brace < characters.length && characters[brace] == '{' && characters[brace - 1] == '$';
    }

    private static String given(String said) {
        if (said.contains("TAB") || said.contains("\\t")) {
            return "a tab";
        }
        if (said.contains("unexpected end of stream")) {
            return "a quote that is never closed";
        }
        if (said.contains("mapping values are not allowed")) {
            return "a colon that makes no sense here";
        }
        return "something unreadable";
    }

    private static String expected(String said) {
        if (said.contains("TAB") || said.contains("\\t")) {
            return "spaces";
        }
        if (said.contains("could not find expected ':'")) {
            return "a key with a colon";
        }
        if (said.contains("expected <block end>")) {
            return "the same indentation as the lines above, or a closed quote or bracket";
        }
        return "well-formed YAML; look at quotes, brackets, colons and indentation";
    }

    private static Origin place(String source, @Nullable JsonLocation location) {
        return location != null && location.getLineNr() > 0
                ? new Origin(source, location.getLineNr(), Math.max(1, location.getColumnNr()))
                : new Origin(source, 1, 1);
    }
}
