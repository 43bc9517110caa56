package io.gatehouse.benchmarks.load.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a run leaves nothing of, however it ends, by itself, by Ctrl-C or by SIGTERM: its folder and its children. */
public final class RunResources implements AutoCloseable {

    private final WorkFolder folder;
    private final Children children;
    private final Thread onSignal = new Thread(this::clear, "clear-run-resources");

    private RunResources(WorkFolder folder) {
        this.folder = folder;
        this.children = new Children(folder.path());
    }

    /** Opens both. */
    public static RunResources open() throws IOException {
        var resources = new RunResources(WorkFolder.create());
        Runtime.getRuntime().addShutdownHook(resources.onSignal);
        return resources;
    }

    /** Where configurations and logs go. */
    public Path folder() {
        return folder.path();
    }

    /** Who starts processes. */
    public Children children() {
        return children;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            // The signal came first, and the hook is at work.
            return;
        }
        clear();
    }

    private void clear() {
        children.close();
        folder.close();
    }

    /** A temporary folder for configurations and logs; deleted with all that is in it. */
    record WorkFolder(Path path) implements AutoCloseable {

        /** Makes one. It holds no secrets, and nginx lets its workers read it as another user. */
        static WorkFolder create() throws IOException {
            Path path = Files.createTempDirectory("gatehouse-load-");
            if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            return new WorkFolder(path);
        }

        @Override
        public synchronized void close() {
            if (!Files.exists(path)) {
                return;
            }
            try (Stream<Path> content = Files.walk(path)) {
                List<Path> deepestFirst =
                        content.sorted(Comparator.reverseOrder()).toList();
                for (Path entry : deepestFirst) {
                    Files.deleteIfExists(entry);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + path, e);
            }
        }
    }
}
