package io.gatehouse.benchmarks.load.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which processors the children may use: all of them, or one for the proxies and another for everything else.
 *
 * <p>Children begin on all processors, for a JVM that has one processor only takes minutes to compile its hot code. They
 * are held once they are warm.
 */
public final class Cores {

    private static final Duration QUICKLY = Duration.ofSeconds(5);

    private final Children children;
    private final @Nullable String proxies;
    private final @Nullable String others;

    private Cores(Children children, @Nullable String proxies, @Nullable String others) {
        this.children = children;
        this.proxies = proxies;
        this.others = others;
    }

    /** All processors for everybody. */
    public static Cores shared(Children children) {
        return new Cores(children, null, null);
    }

    /** The first processor for proxies, the second for the rest; shared if there are no two, or no {@code taskset}. */
    public static Cores apart(Children children) throws IOException {
        Path status = Path.of("/proc/self/status");
        List<Integer> allowed = Files.isReadable(status) ? allowed(Files.readAllLines(status)) : List.of();
        if (allowed.size() < 2 || Programs.find("taskset") == null) {
            return shared(children);
        }
        return new Cores(children, allowed.get(0).toString(), allowed.get(1).toString());
    }

    /** Whether proxies are kept apart. */
    public boolean areApart() {
        return proxies != null;
    }

    /** Holds all threads of a proxy, and of its descendants, to the proxies' processor. */
    public void holdProxy(Child child) throws IOException, InterruptedException {
        hold(child.process().toHandle(), proxies);
    }

    /** Holds this process and its descendants to the processor that is not the proxies'. */
    public void holdOther(ProcessHandle process) throws IOException, InterruptedException {
        hold(process, others);
    }

    /** What to put before a command that is to begin on the processor that is not the proxies'. */
    public List<String> otherPrefix() {
        return others == null ? List.of() : List.of("taskset", "-c", others);
    }

    private void hold(ProcessHandle root, @Nullable String processor) throws IOException, InterruptedException {
        if (processor == null) {
            return;
        }
        var family = new ArrayList<>(List.of(root));
        root.descendants().forEach(family::add);
        // The second pass catches threads that were born during the first; later ones inherit.
        for (int pass = 0; pass < 2; pass++) {
            for (ProcessHandle member : family) {
                var command = List.of("taskset", "-a", "-c", "-p", processor, Long.toString(member.pid()));
                children.run("taskset", command, QUICKLY);
            }
        }
    }

    /** The processors in {@code Cpus_allowed_list}, such as {@code 0-3,8}. */
    static List<Integer> allowed(List<String> status) {
        var processors = new ArrayList<Integer>();
        for (String line : status) {
            if (line.startsWith("Cpus_allowed_list:")) {
                for (String range : line.substring(line.indexOf(':') + 1).trim().split(",", -1)) {
                    int dash = range.indexOf('-');
                    int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
                    int last = Integer.parseInt(range.substring(dash + 1));
                    for (int processor = first; processor <= last; processor++) {
                        processors.add(processor);
                    }
                }
            }
        }
        return processors;
    }
}
