package io.gatehouse.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program's own log: short lines on stderr, level {@code info} unless {@value #LEVEL_VARIABLE} says otherwise. Whoever logs
 * never waits for whoever reads: see {@link AsyncOutput}.
 *
 * <p>Set up by the program and not by a file on the class path, so that whoever embeds the gateway keeps his own log. An
 * operator who wants another form gives Logback's own {@code -Dlogback.configurationFile=FILE}; then nothing is done.
 */
public final class ProgramLog implements AutoCloseable {

    /** The environment variable that sets the level: {@code error}, {@code warn}, {@code info}, {@code debug}, {@code trace}. */
    public static final String LEVEL_VARIABLE = "GATEHOUSE_LOG";

    /** Where Logback's context keeps what the log is written to. */
    private static final String OUTPUT = AsyncOutput.class.getName();

    private static final String LINE = "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n";

    /**
     * Libraries that speak of their own affairs. Undertow reports every upstream that fails with a stack trace, which the
     * access log says in a word, and its versions at start. The MongoDB driver reports every client that it makes, and every
     * server that it cannot reach with a stack trace, which whoever needs the server says in a line.
     */
    private static final Map<String, Level> QUIET = Map.of(
            "io.undertow", Level.WARN,
            "io.undertow.proxy", Level.OFF,
            "io.undertow.request", Level.OFF,
            "org.mongodb.driver", Level.WARN,
            "org.xnio", Level.WARN,
            "org.jboss", Level.WARN);

    private final @Nullable AsyncOutput output;

    private ProgramLog(@Nullable AsyncOutput output) {
        this.output = output;
    }

    /** What has become of the lines so far. */
    public record Lines(LongSupplier written, LongSupplier dropped) {}

    /** The lines of the log of this process; empty where it is none of ours. */
    public static Optional<Lines> lines() {
        return LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                        && context.getObject(OUTPUT) instanceof AsyncOutput output
                ? Optional.of(new Lines(output::written, output::dropped))
                : Optional.empty();
    }

    /**
     * Sets the log up, with the environment's level; a level that does not exist counts as {@code info} and is named. What others
     * write to {@link System#err} from now on goes the same way.
     */
    public static ProgramLog start(Map<String, String> environment) {
        AsyncOutput output = null;
        if (System.getProperty("logback.configurationFile") == null
                && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            String asked = environment.getOrDefault(LEVEL_VARIABLE, "info");
            Level level = level(asked);
            output = AsyncOutput.to(new FileOutputStream(FileDescriptor.err), ProgramLog::printDropped);
            configure(context, level == null ? Level.INFO : level, output);
            System.setErr(new PrintStream(new BufferedOutputStream(output), true, Charset.defaultCharset()));
            if (level == null) {
                LoggerFactory.getLogger(ProgramLog.class)
                        .warn("{}={} is not a level (error, warn, info, debug, trace)", LEVEL_VARIABLE, asked);
            }
        }
        return new ProgramLog(output);
    }

    private static void printDropped(long lines) {
        LoggerFactory.getLogger(ProgramLog.class).warn("{} lines were dropped, nobody read them in time", lines);
    }

    /** Waits until everything is written, a second at most. */
    @Override
    public void close() {
        if (output != null) {
            output.close();
        }
    }

    private static @Nullable Level level(String name) {
        return Level.toLevel(name.toUpperCase(Locale.ROOT), null);
    }

    private static void configure(LoggerContext context, Level level, AsyncOutput output) {
        context.reset();
        context.putObject(OUTPUT, output);
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(LINE);
        encoder.start();
        var stderr = new OutputStreamAppender<ILoggingEvent>();
        stderr.setContext(context);
        stderr.setEncoder(encoder);
        stderr.setOutputStream(output);
        stderr.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(stderr);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level);
        if (level.isGreaterOrEqual(Level.INFO)) {
            QUIET.forEach(
                    (name, quiet) -> context.getLogger(name).setLevel(quiet.isGreaterOrEqual(level) ? quiet : level));
        }
    }
}
