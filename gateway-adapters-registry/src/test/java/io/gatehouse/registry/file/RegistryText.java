package io.gatehouse.registry.file;

import io.gatehouse.compiler.document.RegistryDocumentReader;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistryUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Reads registries for tests, all the way to documents and problems. */
final class RegistryText {

    /** What came out. */
    record Result(RegistryDocuments documents, Problems problems) {}

    private RegistryText() {}

    static Result read(Path path) {
        Problems problems = new Problems();
        try {
            var tree = new FileRegistry(path, Map.of()).source().read();
            return new Result(RegistryDocumentReader.read(tree, problems), problems);
        } catch (RegistryUnavailable e) {
            throw new AssertionError(e);
        }
    }

    static Result read(Path directory, String yaml) {
        try {
            return read(Files.writeString(directory.resolve("registry.yml"), yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
