package io.gatehouse.app.endtoend;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.gatehouse.domain.time.WatchedCount;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/** What a logger of the program logs from now on, for whatever gateway of the process: wait for a line that only one of them writes, or be alone. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final WatchedCount logged = new WatchedCount();
    private final Logger logger;

    private LogLines(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
    }

    static LogLines of(Class<?> logging) {
        return named(logging.getName());
    }

    static LogLines named(String name) {
        var lines = new LogLines(name);
        lines.start();
        lines.logger.setLevel(Level.INFO);
        lines.logger.addAppender(lines);
        return lines;
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getFormattedMessage());
        logged.add(1);
    }

    /** Waits for a line with this in it, and tells the first group. */
    String await(Pattern wanted) {
        logged.await("a line " + wanted, any -> lines.stream().anyMatch(wanted.asPredicate()));
        return lines.stream()
                .flatMap(line -> wanted.matcher(line).results())
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    /** How many lines so far hold this. */
    long count(String part) {
        return lines.stream().filter(line -> line.contains(part)).count();
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setLevel(null);
        stop();
    }
}
