package io.gatehouse.domain.upstream;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.service.VersionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A discovery whose hosts a test sets; reports on the thread that sets them, and at once to who begins to watch. */
public final class FakeDiscovery implements HostDiscovery {

    private final Map<String, List<Host>> hosts = new HashMap<>();
    private final List<Watching> watching = new ArrayList<>();
    private boolean failing;
    private int begun;

    /** What is asked for. */
    public record Named(String fake) {}

    /** Two that ask for the same are two. */
    private static final class Watching {
        private final String name;
        private final Receiver receiver;

        Watching(String name, Receiver receiver) {
            this.name = name;
            this.receiver = receiver;
        }
    }

    /** What {@code hosts: {fake: NAME}} says. */
    public static HostSource.Discovered source(String name) {
        return new HostSource.Discovered("fake", new Named(name), Origin.of("test"));
    }

    @Override
    public synchronized Watch watch(VersionKey version, HostSource.Discovered source, Receiver receiver) {
        begun++;
        var one = new Watching(((Named) source.parameters()).fake(), receiver);
        watching.add(one);
        report(one);
        return () -> end(one);
    }

    private synchronized void end(Watching one) {
        watching.remove(one);
    }

    /** Sets the hosts of a name. */
    public synchronized void register(String name, List<Host> all) {
        hosts.put(name, List.copyOf(all));
        List.copyOf(watching).stream().filter(one -> one.name.equals(name)).forEach(this::report);
    }

    /** Fails, or works again. */
    public synchronized void fails(boolean now) {
        failing = now;
        List.copyOf(watching).forEach(this::report);
    }

    private void report(Watching one) {
        if (failing) {
            one.receiver.failed("out of order");
        } else {
            one.receiver.hosts(hosts.getOrDefault(one.name, List.of()));
        }
    }

    /** How many watches go on. */
    public synchronized int open() {
        return watching.size();
    }

    /** How many watches have begun. */
    public synchronized int begun() {
        return begun;
    }
}
