package io.gatehouse.app.endtoend;

import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.app.startup.GatehouseConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** A registry in files that a test changes while a gateway serves it. */
final class RegistryFolder {

    private final Path folder;

    RegistryFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder.resolve("registry"));
    }

    Path path() {
        return folder;
    }

    Path services() {
        return folder.resolve("services.yml");
    }

    /** Replaces a file as editors do: another one takes its name. */
    void write(String name, String text) throws IOException {
        Path next = Files.writeString(folder.resolve("." + name + ".next"), text);
        Files.move(next, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The service {@code orders} on this host. */
    void serve(Backend backend) throws IOException {
        write("services.yml", Configurations.orders(backend));
    }

    Gatehouse start() {
        return start("");
    }

    Gatehouse start(String furtherSettings) {
        return Gatehouse.start(configuration(furtherSettings));
    }

    GatehouseConfiguration configuration(String furtherSettings) {
        return GatehouseConfiguration.parse(text("", furtherSettings), Map.of());
    }

    /** The settings of the process, with more of the file source and more of the registry. */
    String text(String ofFile, String ofRegistry) {
        return """
                listen: { address: 127.0.0.1:0 }
                admin: { address: 127.0.0.1:0 }
                access-log: { format: off }
                shutdown: { grace: 2s }
                registry: { file: { path: %s%s }%s }
                """.formatted(folder, ofFile, ofRegistry);
    }
}
