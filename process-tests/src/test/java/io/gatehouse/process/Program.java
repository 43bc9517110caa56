package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** The program in a process of its own, with everything that it prints. */
final class Program implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final Output out = new Output();
    private final Output err = new Output();
    private final Thread outReader;
    private final Thread errReader;

    private Program(Process process) {
        this.process = process;
        this.outReader = read(process.getInputStream(), out);
        this.errReader = read(process.getErrorStream(), err);
    }

    static Program start(String... arguments) throws IOException {
        return start(List.of(), Map.of(), arguments);
    }

    /** The same, which may open so many files. */
    static Program startWithFiles(int most, String... arguments) throws IOException {
        return new Program(process(
                List.of("bash", "-c", "ulimit -n " + most + " && exec \"$@\"", "bash"),
                List.of(),
                Map.of(),
                arguments));
    }

    static Program start(List<String> jvmOptions, Map<String, String> environment, String... arguments)
            throws IOException {
        return new Program(unread(jvmOptions, environment, arguments));
    }

    /** Another program, in this folder and environment. */
    static Program startOther(Path folder, Map<String, String> environment, String... command) throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GATE") || name.startsWith("SOAJS"));
        builder.environment().putAll(environment);
        return new Program(builder.start());
    }

    /**
     * A process that holds a socket, says {@code port N} on stdout, and for each line that it {@link #hears} starts the program with that socket
     * as its standard input: it says {@code started PID} then, and {@code ended PID STATUS} later. All print to the same outputs.
     */
    static Program startOnOneSocket(String... arguments) throws IOException {
        String supervisor = """
                use IO::Socket::INET; use POSIX ':sys_wait_h'; $| = 1;
                my $socket = IO::Socket::INET->new(Listen => 1024, LocalAddr => '127.0.0.1', Proto => 'tcp') or die $!;
                $SIG{CHLD} = sub { while ((my $pid = waitpid(-1, WNOHANG)) > 0) { print "ended $pid $?\\n" } };
                print 'port ', $socket->sockport, "\\n";
                while (<STDIN>) {
                    my $pid = fork;
                    if (!$pid) { open(STDIN, '<&', $socket) or die $!; exec @ARGV; }
                    print "started $pid\\n";
                }
                """;
        return new Program(process(List.of("perl", "-e", supervisor, "--"), List.of(), Map.of(), arguments));
    }

    /** Sends a line to its standard input. */
    void hears(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
    }

    /** The program in a process whose output nobody reads but the caller. */
    static Process unread(List<String> jvmOptions, Map<String, String> environment, String... arguments)
            throws IOException {
        return process(List.of(), jvmOptions, environment, arguments);
    }

    /** The packaged program that was unpacked into this folder, by its own start script; it records no classes. */
    static Program startPackaged(Path home, String... arguments) throws IOException {
        return startPackaged(home, Map.of("GATEHOUSE_CLASS_SHARING", "off"), arguments);
    }

    /** The same in this environment. */
    static Program startPackaged(Path home, Map<String, String> environment, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(home.resolve("bin/gatehouse").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("GATE") || name.startsWith("SOAJS"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", "-Xmx256m -XX:TieredStopAtLevel=1");
        builder.environment().putAll(environment);
        return new Program(builder.start());
    }

    private static Process process(
            List<String> starter, List<String> jvmOptions, Map<String, String> environment, String... arguments)
            throws IOException {
        var command = new ArrayList<>(starter);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Dguice_custom_class_loading=CHILD",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.gatehouse.app.Main"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("GATE") || name.startsWith("SOAJS"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Waits for a line on stdout. */
    String awaitOut(Predicate<String> wanted) {
        return await(out, wanted);
    }

    /** Waits for a line on stderr. */
    String awaitErr(Predicate<String> wanted) {
        return await(err, wanted);
    }

    private String await(Output output, Predicate<String> wanted) {
        String line = output.await(wanted);
        return line == null ? Assertions.fail("no such line; stdout: " + out() + " stderr: " + err()) : line;
    }

    /** Lines as they come, for whoever waits for one. */
    private static final class Output {

        private final List<String> lines = new ArrayList<>();
        private boolean ended;

        synchronized void add(String line) {
            lines.add(line);
            notifyAll();
        }

        synchronized void end() {
            ended = true;
            notifyAll();
        }

        synchronized List<String> all() {
            return List.copyOf(lines);
        }

        /** The first such line, be it there already; null if none comes in time, or none can come. */
        synchronized @Nullable String await(Predicate<String> wanted) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            int seen = 0;
            while (true) {
                for (; seen < lines.size(); seen++) {
                    if (wanted.test(lines.get(seen))) {
                        return lines.get(seen);
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (ended || left <= 0) {
                    return null;
                }
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return null;
                }
            }
        }
    }

    /** Has the JDK's own tool collect the garbage of the process, and waits until that is done. */
    void collectGarbage() throws IOException, InterruptedException {
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.run")
                .redirectErrorStream(true)
                .start();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tool.waitFor()).as(said).isZero();
    }

    /** The process itself. */
    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Sends SIGTERM. {@link Process#destroy} does so too, but closes the streams that a test wants to read. */
    void terminate() {
        assertThat(process.toHandle().destroy()).isTrue();
    }

    /** Sends SIGHUP. */
    void hangUp() throws IOException, InterruptedException {
        int sent = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(sent).isZero();
    }

    /** Waits for the end; then everything it printed is there. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("ends; stdout: %s stderr: %s", out(), err())
                .isTrue();
        outReader.join();
        errReader.join();
        return process.exitValue();
    }

    List<String> out() {
        return out.all();
    }

    List<String> err() {
        return err.all();
    }

    private static Thread read(InputStream stream, Output lines) {
        var thread = new Thread(
                () -> {
                    try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        reader.lines().forEach(lines::add);
                    } catch (IOException | UncheckedIOException e) {
                        lines.add("unreadable: " + e);
                    } finally {
                        lines.end();
                    }
                },
                "program-output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
