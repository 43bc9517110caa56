package io.gatehouse.http.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What files look like from outside; equal as long as none has changed. A file that is away has no stamp, which is a change.
 *
 * @param stamps by file
 */
record FileStamps(Map<Path, Stamp> stamps) {

    record Stamp(FileTime changed, long size, @Nullable Object identity) {}

    static FileStamps of(Collection<Path> files) {
        var found = new HashMap<Path, Stamp>();
        for (Path file : files) {
            try {
                var attributes = Files.readAttributes(file, BasicFileAttributes.class);
                found.put(file, new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()));
            } catch (IOException e) {
                found.remove(file);
            }
        }
        return new FileStamps(Map.copyOf(found));
    }
}
