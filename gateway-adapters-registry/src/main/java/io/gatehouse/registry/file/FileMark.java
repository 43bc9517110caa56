package io.gatehouse.registry.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What shows, without reading them, whether files have changed: their names, and of what each name leads to the identity, the
 * size and the times. A link that is turned to another file changes the identity, a permission that is given the time of the
 * last change of status.
 */
final class FileMark {

    private static final Set<String> UNIX = Set.of("unix");

    private FileMark() {}

    static String of(List<Path> files) {
        var mark = new StringBuilder();
        for (Path file : files) {
            mark.append(file.getFileName()).append('|').append(of(file)).append('\n');
        }
        return mark.toString();
    }

    private static String of(Path file) {
        try {
            if (file.getFileSystem().supportedFileAttributeViews().containsAll(UNIX)) {
                Map<String, Object> all = Files.readAttributes(file, "unix:dev,ino,size,lastModifiedTime,ctime");
                return all.get("dev") + "|" + all.get("ino") + "|" + all.get("size") + "|" + all.get("lastModifiedTime")
                        + "|" + all.get("ctime");
            }
            var basic = Files.readAttributes(file, BasicFileAttributes.class);
            return basic.fileKey() + "|" + basic.size() + "|" + basic.lastModifiedTime();
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        }
    }
}
