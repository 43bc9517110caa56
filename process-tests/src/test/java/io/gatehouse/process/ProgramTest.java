package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.upstream.HeldPort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the program ends when it cannot do what it was asked to. */
class ProgramTest {

    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"0, version", "0, --help", "2, nonsense", "2, run"})
    void endsWithTheCommandsCode(int code, String argument) throws Exception {
        try (Program program = Program.start(argument)) {
            assertThat(program.exitCode()).isEqualTo(code);
            assertThat(code == 0 ? program.err() : program.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"--admin-port, --port, admin.address", "--port, --admin-port, listen.address"})
    void saysInOneLineThatThePortIsTaken(String option, String other, String setting) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByAddress(LOOPBACK));
                Program program = Program.start("demo", option, Integer.toString(taken.getLocalPort()), other, "0")) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.err())
                    .containsExactly("gatehouse: port " + taken.getLocalPort()
                            + " is in use: something else listens on 127.0.0.1:" + taken.getLocalPort()
                            + " (" + setting + ")");
            assertThat(program.out()).isEmpty();
        }
    }

    @Test
    void saysThatAFileCannotBeRead() throws Exception {
        try (Program program = Program.start("run", "--config", folder.toString())) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.err()).hasSize(2).noneMatch(line -> line.contains("Exception"));
            assertThat(program.err().get(1)).contains(folder + ": not a file");
        }
    }

    @Test
    void saysInOneLineThatTheStoreCannotBeReached() throws Exception {
        try (HeldPort away = HeldPort.any();
                Program program = Program.start("check", storeAt(away).toString())) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.err())
                    .containsExactly(
                            "gatehouse: cannot reach MongoDB at 127.0.0.1:" + away.number() + ": connection refused");
            assertThat(program.out()).isEmpty();
        }
    }

    @Test
    void waitsForTheStoreOfItsRegistryAndSaysWhyOnce() throws Exception {
        try (HeldPort away = HeldPort.any();
                Program program = Program.start("run", storeAt(away).toString())) {
            program.awaitErr(line -> line.contains("looking again in 500 ms"));
            program.terminate();

            assertThat(program.exitCode()).isZero();
            assertThat(program.err().stream().filter(line -> line.contains("MongoDB")))
                    .singleElement()
                    .asString()
                    .endsWith("the registry is not loaded, nothing is served yet: cannot reach MongoDB at 127.0.0.1:"
                            + away.number() + ": connection refused");
            assertThat(program.err()).noneMatch(line -> line.contains("Exception") || line.startsWith("\tat "));
        }
    }

    private Path storeAt(HeldPort port) throws Exception {
        return Files.writeString(
                folder.resolve("stored.yml"),
                "listen: { address: 127.0.0.1:0 }\nadmin: { address: 127.0.0.1:0 }\n"
                        + "registry: { source: mongo, mongo: { uri: \"mongodb://127.0.0.1:" + port.number()
                        + "\", database: gate } }\n");
    }

    @Test
    void listsTheProblemsOfABadConfiguration() throws Exception {
        Path file = Files.writeString(folder.resolve("gateway.yml"), "listen: { address: nowhere }\nlimit: {}\n");

        try (Program program = Program.start("run", "--config", file.toString())) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.err().get(0)).startsWith("gatehouse: the configuration has ");
            assertThat(program.err())
                    .anyMatch(line -> line.matches("\\d\\. .*gateway\\.yml:1:20 listen\\.address: .*"));
            assertThat(program.err()).anyMatch(line -> line.contains("did you mean limits?"));
            assertThat(program.err()).noneMatch(line -> line.startsWith("\tat "));
        }
    }
}
