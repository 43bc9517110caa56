package io.gatehouse.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets up the program's own log: short lines on stderr, level {@code info} unless {@value #LEVEL_VARIABLE} says otherwise.
 *
 * <p>Done by the program and not by a file on the class path, so that whoever embeds the gateway keeps his own log. An
 * operator who wants another form gives Logback's own {@code -Dlogback.configurationFile=FILE}; then nothing is done.
 */
public final class ProgramLog {

    /** The environment variable that sets the level: {@code error}, {@code warn}, {@code info}, {@code debug}, {@code trace}. */
    public static final String LEVEL_VARIABLE = "GATEHOUSE_LOG";

    private static final String LINE = "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n";

    /**
     * Libraries that speak of their own affairs. Undertow reports every upstream that fails with a stack trace, which the
     * access log tells in a word, and its versions at start. The MongoDB driver reports every client that it makes, and every
     * server that it cannot reach with a stack trace, which whoever needs the server says in a line.
     */
    private static final Map<String, Level> QUIET = Map.of(
            "io.undertow", Level.WARN,
            "io.undertow.proxy", Level.OFF,
            "io.undertow.request", Level.OFF,
            "org.mongodb.driver", Level.WARN,
            "org.xnio", Level.WARN,
            "org.jboss", Level.WARN);

    private ProgramLog() {}

    /** Sets the log up, with the environment's level; a level that does not exist counts as {@code info} and is named. */
    public static void start(Map<String, String> environment) {
        if (System.getProperty("logback.configurationFile") == null
                && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            String asked = environment.getOrDefault(LEVEL_VARIABLE, "info");
            Level level = level(asked);
            configure(context, level == null ? Level.INFO : level);
            if (level == null) {
                LoggerFactory.getLogger(ProgramLog.class)
                        .warn("{}={} is not a level (error, warn, info, debug, trace)", LEVEL_VARIABLE, asked);
            }
        }
    }

    private static @Nullable Level level(String name) {
        return Level.toLevel(name.toUpperCase(Locale.ROOT), null);
    }

    private static void configure(LoggerContext context, Level level) {
        context.reset();
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(LINE);
        encoder.start();
        var stderr = new ConsoleAppender<ILoggingEvent>();
        stderr.setContext(context);
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder);
        stderr.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(stderr);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level);
        if (level.isGreaterOrEqual(Level.INFO)) {
            QUIET.forEach(
                    (name, quiet) -> context.getLogger(name).setLevel(quiet.isGreaterOrEqual(level) ? quiet : level));
        }
    }
}
