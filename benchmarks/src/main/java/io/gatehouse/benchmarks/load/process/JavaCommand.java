package io.gatehouse.benchmarks.load.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a child JVM is started: the same Java, class path and flags for every proxy that runs on one.
 *
 * @param java the {@code java} program
 * @param options what the operator asks for, such as the size of the heap and the collector
 * @param oneProcessor whether a JVM sizes its pools of threads for one processor, however many it begins on
 */
public record JavaCommand(Path java, List<String> options, boolean oneProcessor) {

    /** Accepted by every Java from 17 on; the gateway's own launcher sets them too. */
    private static final List<String> FOR_EVERY_JAVA = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "-Dfile.encoding=UTF-8",
            "-Dguice_custom_class_loading=CHILD");

    public JavaCommand {
        options = List.copyOf(options);
    }

    /** The command for a proxy's main class; it writes each safepoint to this file. */
    public List<String> proxy(Path safepoints, String mainClass, String... arguments) {
        var flags = new ArrayList<>(options);
        flags.add("-Xlog:safepoint:file=" + safepoints + ":uptime:filecount=0");
        return command(flags, mainClass, arguments);
    }

    /** The command for anything else: it must be quick, but is not measured. */
    public List<String> other(String mainClass, String... arguments) {
        return command(List.of("-Xms128m", "-Xmx128m", "-XX:+UseSerialGC"), mainClass, arguments);
    }

    private List<String> command(List<String> flags, String mainClass, String... arguments) {
        var command = new ArrayList<String>();
        command.add(java.toString());
        command.addAll(FOR_EVERY_JAVA);
        command.addAll(flags);
        if (oneProcessor) {
            command.add("-XX:ActiveProcessorCount=1");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(List.of(arguments));
        return command;
    }
}
