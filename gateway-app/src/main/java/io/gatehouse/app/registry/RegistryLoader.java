package io.gatehouse.app.registry;

import io.gatehouse.compiler.SnapshotCompiler;
import io.gatehouse.compiler.document.KnownDocuments;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Problem;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.registry.RegistryState;
import io.gatehouse.domain.registry.RegistryUnavailable;
import io.gatehouse.domain.registry.ReloadFailure;
import io.gatehouse.domain.registry.ReloadResult;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.time.GatewayClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the registry: reads its source, and either compiles what it holds and has that served, or keeps what is served and says
 * why. It alone decides what the {@link LiveRegistry} becomes; nothing is served before {@link #start}.
 *
 * <p>Safe for concurrent use: attempts take turns, and each blocks for as long as the source does.
 */
public final class RegistryLoader {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryLoader.class);
    private static final Logger AUDIT = LoggerFactory.getLogger("gatehouse.audit");

    private static final int MOST_LINES = 50;

    private final RegistryInput input;
    private final Capabilities capabilities;
    private final SnapshotCompiler compiler;
    private final Activation activation;
    private final LiveRegistry live;
    private final RegistryGenerations generations;
    private final GatewayClock clock;
    private final KnownDocuments known = new KnownDocuments();
    private final List<Runnable> unlogged = new ArrayList<>();

    /** How many documents of each kind are served. */
    private Map<String, Integer> sizes = Map.of();

    public RegistryLoader(
            RegistryInput input,
            Capabilities capabilities,
            SnapshotCompiler compiler,
            Activation activation,
            LiveRegistry live,
            RegistryGenerations generations,
            GatewayClock clock) {
        this.input = input;
        this.capabilities = capabilities;
        this.compiler = compiler;
        this.activation = activation;
        this.live = live;
        this.generations = generations;
        this.clock = clock;
    }

    /** Publishes a state with another snapshot, and brings everything up to date that follows from it. */
    @FunctionalInterface
    public interface Activation {

        /** Called by one thread at a time, with what the snapshot was compiled from. */
        void activate(RegistryState next, RegistryDocuments documents);
    }

    /** Serves what was read before the start; false if nothing was, so that it has to be loaded. */
    public boolean start(RegistryInput.First first) {
        return inTurn(() -> {
            first.loaded().ifPresent(loaded -> serve(loaded, first.problems().isEmpty()));
            if (!first.problems().isEmpty()) {
                fail(
                        ReloadResult.UNAVAILABLE,
                        first.problems(),
                        first.problems().size());
            }
            return first.loaded().isPresent();
        });
    }

    /** Loads what the source holds now. Whatever happens, never throws and leaves a whole registry being served. */
    public ReloadResult reload(ReloadCause cause) {
        return inTurn(() -> {
            String before = live.state().hash();
            ReloadResult result = attempt(cause);
            if (cause.asked() || result == ReloadResult.LOADED) {
                String from = before.isEmpty() ? "nothing" : before;
                String to = live.state().hash();
                unlogged.add(() -> AUDIT.info(
                        "who=\"{}\" what=reload result={} from={} to={}", cause.who(), result.word(), from, to));
            }
            return result;
        });
    }

    /** Counts the attempt of somebody who could not even ask the source for its mark. */
    void unavailable(RegistryUnavailable reason) {
        inTurn(() -> fail(ReloadResult.UNAVAILABLE, List.of(String.valueOf(reason.getMessage())), 1));
    }

    /**
     * What is served, as it is written: the source is read again, since nobody keeps that for as long as it is served. Empty if the
     * source holds something else by now.
     */
    public synchronized Optional<LoadedRegistry> readServed() {
        return read() instanceof RegistryReading.Good good
                        && good.registry().hash().equals(live.state().hash())
                ? Optional.of(good.registry())
                : Optional.empty();
    }

    /** Does this when no other attempt is under way, and logs what there is to log behind it: nobody waits for a log with the lock. */
    private <T> T inTurn(Supplier<T> attempt) {
        List<Runnable> lines;
        T result;
        synchronized (this) {
            result = attempt.get();
            lines = List.copyOf(unlogged);
            unlogged.clear();
        }
        lines.forEach(Runnable::run);
        return result;
    }

    private RegistryReading.Result read() {
        return RegistryReading.read(input.source(), known, capabilities);
    }

    private ReloadResult attempt(ReloadCause cause) {
        try {
            RegistryReading.Result read = read();
            if (read instanceof RegistryReading.Good good) {
                return consider(good.registry(), cause);
            }
            if (read instanceof RegistryReading.Broken broken) {
                var lines =
                        broken.problems().list().stream().map(Problem::toString).toList();
                return fail(ReloadResult.REFUSED, lines, broken.problems().total(), broken.mark());
            }
            String message = ((RegistryReading.Missing) read).message();
            return fail(ReloadResult.UNAVAILABLE, List.of(message), 1);
        } catch (OutOfMemoryError full) {
            return fail(ReloadResult.REFUSED, List.of(RegistryReading.doesNotFit(input.source())), 1, markNow());
        } catch (RuntimeException | LinkageError | StackOverflowError defect) {
            unlogged.add(() -> LOG.error("Reading the registry failed", defect));
            String line = "reading failed: " + defect.getClass().getName();
            return fail(ReloadResult.REFUSED, List.of(line), 1);
        }
    }

    /** So that what cannot be taken counts as seen, and is not read again at every look. */
    private String markNow() {
        try {
            return input.source().mark();
        } catch (RegistryUnavailable | RuntimeException unknown) {
            return live.state().mark();
        }
    }

    private ReloadResult consider(LoadedRegistry read, ReloadCause cause) {
        RegistryState state = live.state();
        String mark = read.tree().mark();
        boolean same = state.revision() > 0
                && read.hash().equals(state.hash())
                && read.tree().details().equals(live.current().details());
        List<String> vanished = same || cause.asked() ? List.of() : vanished(sizes(read.documents()));
        if (!vanished.isEmpty()) {
            return fail(ReloadResult.REFUSED, vanished, vanished.size(), mark);
        }
        if (state.failure() != null) {
            unlogged.add(() -> LOG.info("the registry can be loaded again"));
        }
        if (same) {
            live.publish(state.unchanged(read.notices(), mark));
            return ReloadResult.UNCHANGED;
        }
        serve(read, true);
        long revision = live.state().revision();
        unlogged.add(() ->
                LOG.info("serving revision {} of the registry, {}, from {}", revision, read.hash(), read.source()));
        return ReloadResult.LOADED;
    }

    private void serve(LoadedRegistry read, boolean fromSource) {
        RegistryState before = live.state();
        Snapshot snapshot = compiler.compile(
                read.documents(), read.source(), read.hash(), read.tree().details());
        generations.served(snapshot, read);
        activation.activate(
                before.loaded(snapshot, read.hash(), read.notices(), read.tree().mark()), read.documents());
        sizes = sizes(read.documents());
        if (!read.notices().isEmpty() && !read.notices().equals(before.notices())) {
            var lines = read.notices().stream().map(Notice::toString).toList();
            unlogged.add(() -> LOG.warn("warnings about the registry:\n{}", numbered(lines, lines.size())));
        }
        if (fromSource && input.copy().isPresent()) {
            try {
                input.copy().get().write(read.tree());
            } catch (IOException e) {
                unlogged.add(
                        () -> LOG.warn("the last good registry cannot be kept (registry.last-good): {}", e.toString()));
            }
        }
    }

    private static Map<String, Integer> sizes(RegistryDocuments documents) {
        return new TreeMap<>(Map.of(
                "services", documents.services().size(),
                "products", documents.products().size(),
                "tenants", documents.tenants().size()));
    }

    /**
     * The kinds of which all are gone: what a file that was renamed or deleted by mistake looks like, since files of one directory
     * know nothing of each other.
     */
    private List<String> vanished(Map<String, Integer> next) {
        var vanished = new ArrayList<String>();
        sizes.forEach((kind, before) -> {
            if (before > 0 && next.getOrDefault(kind, 0) == 0) {
                vanished.add(kind + ": none, where " + before + (before == 1 ? " is" : " are")
                        + " served (expected at least one; to have none, ask for a reload)");
            }
        });
        return vanished;
    }

    private ReloadResult fail(ReloadResult result, List<String> problems, int total) {
        return fail(result, problems, total, live.state().mark());
    }

    private ReloadResult fail(ReloadResult result, List<String> problems, int total, String mark) {
        RegistryState state = live.state();
        ReloadFailure failure = state.failure();
        if (failure == null || !failure.problems().equals(problems)) {
            String meanwhile =
                    state.revision() == 0 ? "nothing is served yet" : "revision " + state.revision() + " keeps serving";
            String reasons = result == ReloadResult.UNAVAILABLE && problems.size() == 1
                    ? " " + problems.get(0)
                    : "\n" + numbered(problems, total);
            unlogged.add(() -> LOG.warn("the registry is not loaded, {}:{}", meanwhile, reasons));
        }
        live.publish(state.failed(new ReloadFailure(result, clock.epochMillis(), problems, total), mark));
        return result;
    }

    /** The first of them, one a line, and how many more there are. */
    private static String numbered(List<String> all, int total) {
        var lines = new StringBuilder();
        int shown = Math.min(MOST_LINES, all.size());
        for (int i = 0; i < shown; i++) {
            lines.append(i == 0 ? "" : "\n").append(i + 1).append(". ").append(all.get(i));
        }
        return total > shown
                ? lines.append("\nand ").append(total - shown).append(" more").toString()
                : lines.toString();
    }
}
