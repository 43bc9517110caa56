package io.gatehouse.registry.file;

import io.gatehouse.configuration.Node;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.registry.yaml.YamlText;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes a registry to a directory: a file for services, products and tenants each, and {@code gateway.yml} for the policy. The
 * directory appears with all of them or not at all. Only the user of the process may read them, as they may hold secrets.
 */
public final class RegistryExport {

    private static final String POLICY = "gateway";

    private RegistryExport() {}

    /**
     * Writes it; blocks.
     *
     * @param directory must not exist, or be empty
     * @return the files
     * @throws IOException if that cannot be done; nothing is left behind
     */
    public static List<Path> write(RegistryTree tree, Path directory) throws IOException {
        return write(files(tree), directory);
    }

    /** The same with the configuration of a process beside the registry, which is in the directory {@code registry} then. */
    public static List<Path> write(Node.Mapping process, RegistryTree tree, Path directory) throws IOException {
        var files = new LinkedHashMap<String, Node.Mapping>();
        files.put(POLICY, process);
        files(tree).forEach((name, file) -> files.put("registry/" + name, file));
        return write(files, directory);
    }

    private static List<Path> write(Map<String, Node.Mapping> files, Path directory) throws IOException {
        Path target = directory.toAbsolutePath();
        demandEmpty(target);
        Path parent = Files.createDirectories(target.getParent() == null ? target : target.getParent());
        Path next = Files.createTempDirectory(parent, ".registry-export");
        var written = new ArrayList<Path>();
        try {
            for (Map.Entry<String, Node.Mapping> file : files.entrySet()) {
                String name = file.getKey() + ".yml";
                Files.createDirectories(next.resolve(name).getParent());
                own(Files.writeString(next.resolve(name), YamlText.of(file.getValue())), "rw-------");
                written.add(directory.resolve(name));
            }
            Files.deleteIfExists(target);
            Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
            return written;
        } catch (IOException | RuntimeException e) {
            remove(next);
            throw e;
        }
    }

    private static void demandEmpty(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            if (entries.findAny().isPresent()) {
                throw new DirectoryNotEmptyException(directory.toString());
            }
        }
    }

    /** Windows knows no such permissions; there the directory's own are left to it. */
    private static void own(Path file, String permissions) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> entries = Files.walk(directory)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }

    /** Sections by the names of their files, in the order in which they are met; the keys of the policy are gathered in one. */
    private static Map<String, Node.Mapping> files(RegistryTree tree) {
        Map<String, Node.Mapping> files = new LinkedHashMap<>();
        for (Node.Mapping part : tree.parts()) {
            for (Node.Entry entry : part.entries()) {
                boolean isSection = RegistryTree.SECTIONS.contains(entry.key());
                files.merge(
                        isSection ? entry.key() : POLICY,
                        new Node.Mapping(entry.origin(), List.of(entry)),
                        isSection ? RegistryExport::joinSections : RegistryExport::join);
            }
        }
        return files;
    }

    private static Node.Mapping join(Node.Mapping one, Node.Mapping other) {
        return new Node.Mapping(
                one.origin(),
                Stream.concat(one.entries().stream(), other.entries().stream()).toList());
    }

    /** Two mappings that each have the section as their only key. */
    private static Node.Mapping joinSections(Node.Mapping one, Node.Mapping other) {
        Node.Entry first = one.entries().get(0);
        if (first.value() instanceof Node.Mapping named
                && other.entries().get(0).value() instanceof Node.Mapping more) {
            return new Node.Mapping(
                    one.origin(), List.of(new Node.Entry(first.key(), first.origin(), join(named, more))));
        }
        return one;
    }
}
