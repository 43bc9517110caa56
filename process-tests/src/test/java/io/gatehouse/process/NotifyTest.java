package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program tells systemd when it is ready, reloads and stops: a socket like systemd's hears it. By systemd's own {@code systemd-notify}
 * where that is installed, else by a few lines that send the same.
 */
class NotifyTest {

    private static final String RECEIVER = """
            use IO::Socket::UNIX; $| = 1;
            my $socket = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => $ARGV[0]) or die $!;
            print "bound\\n";
            while (defined $socket->recv(my $message, 4096)) { print join(' ', split(/\\n/, $message)), "\\n"; }
            """;

    private static final String SENDER = """
            #!/usr/bin/env perl
            use IO::Socket::UNIX;
            my $socket = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Peer => $ENV{NOTIFY_SOCKET}) or die $!;
            $socket->send(join("\\n", @ARGV)) or die $!;
            """;

    @TempDir
    private Path folder;

    @Test
    void tellsSystemdWhatItDoes() throws Exception {
        Path file = configuration();
        Path sender = Files.writeString(folder.resolve("systemd-notify"), SENDER);
        Files.setPosixFilePermissions(sender, PosixFilePermissions.fromString("rwx------"));
        String socket = folder.resolve("notify").toString();
        Process systemd = new ProcessBuilder("perl", "-e", RECEIVER, socket)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader heard = systemd.inputReader()) {
            assertThat(heard.readLine()).isEqualTo("bound");
            var environment =
                    Map.of("NOTIFY_SOCKET", socket, "PATH", System.getenv("PATH") + ":" + folder.toAbsolutePath());
            try (Program program = Program.start(List.of(), environment, "run", "--config", file.toString())) {
                assertThat(next(heard)).isEqualTo("READY=1 STATUS=serving");
                program.hangUp();
                assertThat(next(heard)).matches("RELOADING=1 MONOTONIC_USEC=[0-9]+");
                assertThat(next(heard)).isEqualTo("READY=1 STATUS=serving");
                program.terminate();
                assertThat(next(heard)).isEqualTo("STOPPING=1 STATUS=finishing what is in flight");
                assertThat(program.exitCode()).isZero();
                assertThat(program.err()).noneMatch(line -> line.contains("systemd"));
            }
        } finally {
            systemd.destroyForcibly();
        }
    }

    @Test
    void servesWhereSystemdCannotBeTold() throws Exception {
        Path file = configuration();
        var environment = Map.of("NOTIFY_SOCKET", folder.resolve("nobody").toString(), "PATH", folder.toString());
        try (Program program = Program.start(List.of(), environment, "run", "--config", file.toString())) {
            program.awaitErr(line -> line.contains("systemd does not hear READY=1: "));
            program.terminate();
            assertThat(program.exitCode()).isZero();
        }
    }

    private Path configuration() throws IOException {
        Path file = Files.writeString(folder.resolve("gateway.yml"), """
                listen: { address: 127.0.0.1:0 }
                admin: { address: 127.0.0.1:0 }
                registry: { file: { path: services.yml, watch: false } }
                """);
        Files.writeString(folder.resolve("services.yml"), "services: {}\n");
        return file;
    }

    /** What is heard next; after it, systemd's tool asks for proof that it was, which is none of it. */
    private static String next(BufferedReader heard) throws IOException {
        String line = heard.readLine();
        while (line != null && line.startsWith("BARRIER=1")) {
            line = heard.readLine();
        }
        return line == null ? "nothing" : line;
    }
}
