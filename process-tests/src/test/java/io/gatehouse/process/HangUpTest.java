package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGHUP loads the registry again, and leaves a line that says so. */
class HangUpTest {

    private static final String REGISTRY =
            "services: { orders: { versions: { \"1\": { hosts: [\"http://127.0.0.1:%s\"], requires: [] } } } }\n";

    @TempDir
    private Path folder;

    @Test
    void reloads() throws Exception {
        Path file = Files.writeString(folder.resolve("gateway.yml"), """
                listen: { address: 127.0.0.1:0 }
                admin: { address: 127.0.0.1:0 }
                registry: { file: { path: services.yml, watch: false } }
                """);
        Path registry = Files.writeString(folder.resolve("services.yml"), REGISTRY.formatted("9"));
        try (Program program = Program.start("run", "--config", file.toString())) {
            program.awaitErr(line -> line.contains("listening on"));
            Files.writeString(registry, REGISTRY.formatted("10"));

            program.hangUp();
            String audit = program.awaitErr(line -> line.contains("who=\"SIGHUP\""));
            assertThat(audit).containsPattern("audit: who=\"SIGHUP\" what=reload result=loaded from=\\w+ to=\\w+");
            program.hangUp();
            program.awaitErr(line -> line.contains("result=unchanged"));

            program.terminate();
            assertThat(program.exitCode()).isZero();
        }
    }
}
