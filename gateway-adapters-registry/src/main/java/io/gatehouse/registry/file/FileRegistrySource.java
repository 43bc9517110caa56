package io.gatehouse.registry.file;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.RegistryUnavailable;
import io.gatehouse.registry.yaml.KnownFile;
import io.gatehouse.registry.yaml.ReadingLimits;
import io.gatehouse.registry.yaml.TreeText;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The registry in one file, or in the {@code .yml}, {@code .yaml} and {@code .json} files of a directory, read in the
 * order of their names. Directories below and all other files are left alone, which {@link OtherFiles} reports; links are
 * followed, as that is how Kubernetes mounts configuration. What the files held is remembered while memory lasts, so that what has not changed is
 * the same piece of the next tree.
 */
final class FileRegistrySource implements RegistrySource {

    private static final int MOST_FILES = 1000;
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final Path path;
    private final Map<String, String> environment;
    private final ReadingLimits limits;
    private final boolean watched;
    private volatile SoftReference<Map<Path, KnownFile>> last = new SoftReference<>(null);

    FileRegistrySource(Path path, Map<String, String> environment, ReadingLimits limits, boolean watched) {
        this.path = path;
        this.environment = Map.copyOf(environment);
        this.limits = limits;
        this.watched = watched;
    }

    @Override
    public RegistryTree read() throws RegistryUnavailable {
        return filled(written());
    }

    /** What the files say, placeholders as they are written. */
    RegistryTree written() throws RegistryUnavailable {
        List<Path> files = files();
        String mark = FileMark.of(files);
        Problems problems = new Problems();
        Map<Path, KnownFile> before = last.get();
        Map<Path, KnownFile> known = new LinkedHashMap<>();
        for (Path file : files) {
            KnownFile part = KnownFile.read(file, limits, before == null ? null : before.get(file), problems);
            if (part != null) {
                known.put(file, part);
            }
        }
        last = new SoftReference<>(known);
        List<Node.Mapping> parts = known.values().stream().map(KnownFile::tree).toList();
        return new RegistryTree(path.toString(), parts, problems.list(), OtherFiles.in(path, files, parts), mark);
    }

    /** The same as a gateway reads it: placeholders filled in, each file's from beside it. */
    RegistryTree filled(RegistryTree written) {
        Problems problems = new Problems();
        written.problems().forEach(problems::add);
        List<Node.Mapping> parts = new ArrayList<>();
        for (Node.Mapping part : written.parts()) {
            Path file = Path.of(part.origin().source());
            parts.add(TreeText.fill(part, file, environment, problems));
        }
        return new RegistryTree(written.description(), parts, problems.list(), written.notices(), written.mark());
    }

    @Override
    public String mark() throws RegistryUnavailable {
        return FileMark.of(files());
    }

    @Override
    public Optional<String> size() {
        try {
            List<Path> files = files();
            long bytes =
                    files.stream().mapToLong(file -> file.toFile().length()).sum();
            return Optional.of(bytes + " bytes in " + files.size() + (files.size() == 1 ? " file" : " files"));
        } catch (RegistryUnavailable gone) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Duration> pollInterval() {
        return watched ? Optional.of(LOOK_EVERY) : Optional.empty();
    }

    @Override
    public boolean seesHalfChanges() {
        return true;
    }

    private List<Path> files() throws RegistryUnavailable {
        if (!Files.exists(path)) {
            throw new RegistryUnavailable("registry " + path + ": no such file or directory");
        }
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        List<Path> files = list();
        if (files.isEmpty()) {
            throw new RegistryUnavailable("registry " + path + ": no .yml, .yaml or .json file in this directory");
        }
        if (files.size() > MOST_FILES) {
            throw new RegistryUnavailable("registry " + path + ": more than " + MOST_FILES + " files");
        }
        return files;
    }

    private List<Path> list() throws RegistryUnavailable {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(FileRegistrySource::isMeant).sorted().toList();
        } catch (AccessDeniedException e) {
            throw new RegistryUnavailable("registry " + path + ": not readable for this user", e);
        } catch (IOException e) {
            throw new RegistryUnavailable(
                    "registry " + path + ": not readable: " + e.getClass().getSimpleName(), e);
        }
    }

    private static boolean isMeant(Path file) {
        String name = String.valueOf(file.getFileName());
        String lower = name.toLowerCase(Locale.ROOT);
        boolean known = lower.endsWith(".yml") || lower.endsWith(".yaml") || lower.endsWith(".json");
        return known && !name.startsWith(".") && !Files.isDirectory(file);
    }
}
