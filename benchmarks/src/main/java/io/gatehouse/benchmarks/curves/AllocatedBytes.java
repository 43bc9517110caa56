package io.gatehouse.benchmarks.curves;

import io.gatehouse.benchmarks.load.process.Children;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the threads of a JVM have allocated since they began, by {@code jcmd}: to within a MiB for each thread. */
final class AllocatedBytes {

    private static final Pattern THREAD = Pattern.compile("allocated=([0-9.]+)([BKMGT])");
    private static final String UNITS = "BKMGT";

    private final Children children;
    private final Path jcmd;

    AllocatedBytes(Children children, Path java) {
        this.children = children;
        this.jcmd = java.resolveSibling("jcmd");
    }

    /** Whether this Java has a {@code jcmd}. */
    boolean canAsk() {
        return Files.isExecutable(jcmd);
    }

    double of(ProcessHandle process) throws IOException, InterruptedException {
        var command = List.of(jcmd.toString(), Long.toString(process.pid()), "Thread.print", "-e");
        return sum(children.run("jcmd", command, Duration.ofSeconds(20)));
    }

    static double sum(String threads) {
        double sum = 0;
        for (Matcher thread = THREAD.matcher(threads); thread.find(); ) {
            sum += Double.parseDouble(thread.group(1)) * Math.pow(1024, UNITS.indexOf(thread.group(2)));
        }
        return sum;
    }
}
