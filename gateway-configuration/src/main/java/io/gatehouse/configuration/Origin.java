package io.gatehouse.configuration;

/**
 * The place where a piece of configuration was written, shown to people: {@code registry/services.yml:14:7}.
 *
 * @param source a file as the operator named it, a collection and id, or the name of an environment variable
 * @param line the line, counted from 1; 0 where the source has no lines
 * @param column the column, counted from 1; 0 where the source has no lines
 */
public record Origin(String source, int line, int column) {

    /** A place in a source that has no lines. */
    public static Origin of(String source) {
        return new Origin(source, 0, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
