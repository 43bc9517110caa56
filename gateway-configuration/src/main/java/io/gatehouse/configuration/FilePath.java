package io.gatehouse.configuration;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The name of a file or directory, relative to the file that names it.
 *
 * @param text the name
 * @param origin where it is written
 */
public record FilePath(String text, Origin origin) {

    /**
     * Where the file lies: an absolute name as it is, others beside the file that names them. A name that came from a source
     * without lines, an environment variable or a database, is relative to the working directory.
     */
    public Path resolve() {
        if (origin.line() == 0) {
            return Path.of(text);
        }
        @Nullable Path directory = Path.of(origin.source()).getParent();
        return directory == null ? Path.of(text) : directory.resolve(text);
    }

    static FilePath parse(String text, Origin origin) {
        try {
            return new FilePath(Path.of(text).toString(), origin);
        } catch (InvalidPathException e) {
            throw new MalformedValue("the name of a file");
        }
    }
}
