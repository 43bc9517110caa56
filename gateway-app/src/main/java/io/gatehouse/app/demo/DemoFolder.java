package io.gatehouse.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The temporary folder with the demonstration's configuration; gone when closed. */
final class DemoFolder implements AutoCloseable {

    private static final List<String> FILES = List.of(
            "gateway.yml",
            "registry/services.yml",
            "registry/products.yml",
            "registry/tenants.yml",
            "registry/gateway.yml");

    private final Path folder;

    private DemoFolder(Path folder) {
        this.folder = folder;
    }

    /** Writes the files; every {@code @name@} in them is replaced by its value. */
    static DemoFolder write(Map<String, String> values) throws IOException {
        var written = new DemoFolder(Files.createTempDirectory("gatehouse-demo-"));
        try {
            Files.createDirectory(written.folder.resolve("registry"));
            for (String file : FILES) {
                Files.writeString(written.folder.resolve(file), filled(file, values));
            }
            return written;
        } catch (IOException e) {
            written.close();
            throw e;
        }
    }

    Path path() {
        return folder;
    }

    /** The file to start the gateway with. */
    Path configuration() {
        return folder.resolve(FILES.get(0));
    }

    private static String filled(String file, Map<String, String> values) throws IOException {
        try (InputStream template = DemoFolder.class.getResourceAsStream("files/" + file)) {
            if (template == null) {
                throw new IllegalStateException("the program lacks its resource " + file);
            }
            String text = new String(template.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace("@" + value.getKey() + "@", value.getValue());
            }
            return text;
        }
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
