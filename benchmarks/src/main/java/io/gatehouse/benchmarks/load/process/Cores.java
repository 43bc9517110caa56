package io.gatehouse.benchmarks.load.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which processors the children may use: all of them, or one for the proxies and another for everything else.
 *
 * <p>Children begin on all processors, for a JVM that has one processor only takes minutes to compile its hot code. They
 * are held once they are warm; those that begin when the run itself is held are released first.
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

    /** Lets a child use both processors: it began where its parent was held. */
    public void release(Child child) throws IOException, InterruptedException {
        hold(family(child.process().toHandle()), proxies == null ? null : proxies + "," + others);
    }

    /** Holds all threads of a proxy, and of its descendants, to the proxies' processor. */
    public void holdProxy(Child child) throws IOException, InterruptedException {
        hold(family(child.process().toHandle()), proxies);
    }

    /** Holds all threads of a child, and of its descendants, to the processor that is not the proxies'. */
    public void holdOther(Child child) throws IOException, InterruptedException {
        hold(family(child.process().toHandle()), others);
    }

    /** Holds a process to the processor that is not the proxies', and leaves its descendants where they are: some of them are proxies. */
    public void holdAlone(ProcessHandle process) throws IOException, InterruptedException {
        hold(List.of(process), others);
    }

    /** Fails if a proxy may use another processor than its own: its figures would be those of whatever else runs there. */
    public void requireProxy(Child child) throws IOException {
        if (proxies == null) {
            return;
        }
        Path status = Path.of("/proc", Long.toString(child.process().pid()), "status");
        List<Integer> allowed = allowed(Files.readAllLines(status));
        if (!allowed.equals(List.of(Integer.valueOf(proxies)))) {
            throw new IOException(child.name() + " is held to processors " + allowed + ", not to " + proxies);
        }
    }

    /** What to put before a command that is to begin on the processor that is not the proxies'. */
    public List<String> otherPrefix() {
        return others == null ? List.of() : List.of("taskset", "-c", others);
    }

    private void hold(List<ProcessHandle> processes, @Nullable String processor)
            throws IOException, InterruptedException {
        if (processor == null) {
            return;
        }
        // The second pass catches threads that were born during the first; later ones inherit.
        for (int pass = 0; pass < 2; pass++) {
            for (ProcessHandle process : processes) {
                var command = List.of("taskset", "-a", "-c", "-p", processor, Long.toString(process.pid()));
                children.run("taskset", command, QUICKLY);
            }
        }
    }

    private static List<ProcessHandle> family(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants()).toList();
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
