package io.gatehouse.app.reload;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.reading.LoadedRegistry;
import io.gatehouse.app.reading.RegistryReading;
import io.gatehouse.compiler.SnapshotCompiler;
import io.gatehouse.compiler.document.KnownDocuments;
import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Problem;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.registry.RegistryUnavailable;
import io.gatehouse.domain.registry.ReloadFailure;
import io.gatehouse.domain.registry.ReloadResult;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.registry.lastgood.LastGoodCopy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the registry from its source: builds the new snapshot beside the old one and makes it the one that is served, or keeps
 * the last good one and says why.
 *
 * <p>Safe for concurrent use: attempts take turns, and each blocks for as long as the source does.
 */
public final class RegistryReloader {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryReloader.class);

    private final RegistryInput input;
    private final GatewayConfiguration configuration;
    private final SnapshotCompiler compiler;
    private final SnapshotReceiver receiver;
    private final LiveRegistry live;
    private final GatewayClock clock;
    private final KnownDocuments known = new KnownDocuments();
    private final List<Runnable> unlogged = new ArrayList<>();
    private RegistrySize size = RegistrySize.NONE;
    private volatile String mark = "";

    public RegistryReloader(
            RegistryInput input,
            GatewayConfiguration configuration,
            SnapshotCompiler compiler,
            SnapshotReceiver receiver,
            LiveRegistry live,
            GatewayClock clock) {
        this.input = input;
        this.configuration = configuration;
        this.compiler = compiler;
        this.receiver = receiver;
        this.live = live;
        this.clock = clock;
    }

    /** Serves what was read before the start; false if nothing was, so that it has to be loaded. */
    public boolean begin() {
        return inTurn(this::beginInTurn);
    }

    private boolean beginInTurn() {
        Optional<LoadedRegistry> known = input.first();
        known.ifPresent(first -> {
            receiver.activate(live.current());
            served(first, input.problems().isEmpty());
        });
        if (!input.problems().isEmpty()) {
            fail(ReloadResult.UNAVAILABLE, input.problems(), input.problems().size());
        }
        input.served();
        return known.isPresent();
    }

    /** Loads what the source holds now. Whatever happens, never throws and leaves a whole registry being served. */
    public ReloadResult reload(ReloadCause cause) {
        return inTurn(() -> {
            String before = live.state().hash();
            ReloadResult result = attempt(cause);
            if (cause.asked() || result == ReloadResult.LOADED) {
                String after = live.state().hash();
                unlogged.add(() -> AuditLog.reload(cause, result, before, after));
            }
            return result;
        });
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

    /**
     * What is being served, as it is written: the source is read again, since nobody keeps that for as long as it is served.
     * Empty if the source holds something else by now.
     */
    public synchronized Optional<LoadedRegistry> served() {
        RegistryReading.Result read = RegistryReading.toServe(input.source().source(), known, configuration);
        return read instanceof RegistryReading.Good good
                        && good.registry().hash().equals(live.state().hash())
                ? Optional.of(good.registry())
                : Optional.empty();
    }

    /** What the mark of the source was when it was last read. */
    String mark() {
        return mark;
    }

    /** The source could not even be asked for its mark. */
    void unavailable(RegistryUnavailable reason) {
        inTurn(() -> fail(ReloadResult.UNAVAILABLE, List.of(String.valueOf(reason.getMessage())), 1));
    }

    private ReloadResult attempt(ReloadCause cause) {
        try {
            RegistryReading.Result read = RegistryReading.toServe(input.source().source(), known, configuration);
            if (read instanceof RegistryReading.Good good) {
                return consider(good.registry(), cause);
            }
            if (read instanceof RegistryReading.Broken broken) {
                mark = broken.mark();
                var lines =
                        broken.problems().list().stream().map(Problem::toString).toList();
                return fail(ReloadResult.REFUSED, lines, broken.problems().total());
            }
            String message = ((RegistryReading.Missing) read).message();
            return fail(ReloadResult.UNAVAILABLE, List.of(message), 1);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError defect) {
            unlogged.add(() -> LOG.error("Reading the registry failed", defect));
            return fail(
                    ReloadResult.REFUSED,
                    List.of("reading failed: " + defect.getClass().getName()),
                    1);
        }
    }

    private ReloadResult consider(LoadedRegistry read, ReloadCause cause) {
        mark = read.tree().mark();
        if (live.state().revision() > 0 && read.hash().equals(live.state().hash())) {
            tellRecovery();
            live.unchanged(read.notices());
            return ReloadResult.UNCHANGED;
        }
        List<String> vanished = cause.asked() ? List.of() : size.vanishedIn(RegistrySize.of(read.documents()));
        if (!vanished.isEmpty()) {
            return fail(ReloadResult.REFUSED, vanished, vanished.size());
        }
        tellRecovery();
        serve(read);
        return ReloadResult.LOADED;
    }

    private void serve(LoadedRegistry read) {
        receiver.activate(compiler.compile(read.documents(), read.source()));
        served(read, true);
        long revision = live.state().revision();
        unlogged.add(() ->
                LOG.info("serving revision {} of the registry, {}, from {}", revision, read.hash(), read.source()));
    }

    private void served(LoadedRegistry read, boolean fromSource) {
        List<Notice> before = live.state().notices();
        live.loaded(read.hash(), read.notices());
        if (!read.notices().equals(before)) {
            tellNotices(read.notices());
        }
        size = RegistrySize.of(read.documents());
        mark = read.tree().mark();
        if (fromSource) {
            input.copy().ifPresent(copy -> keep(copy, read));
        }
    }

    private void keep(LastGoodCopy copy, LoadedRegistry read) {
        try {
            copy.write(read.tree());
        } catch (IOException e) {
            unlogged.add(
                    () -> LOG.warn("the last good registry cannot be kept (registry.last-good): {}", e.toString()));
        }
    }

    private void tellNotices(List<Notice> notices) {
        if (!notices.isEmpty()) {
            var lines = notices.stream().map(Notice::toString).toList();
            unlogged.add(() -> LOG.warn("warnings about the registry:\n{}", Numbered.lines(lines, lines.size())));
        }
    }

    private void tellRecovery() {
        if (live.failure() != null) {
            unlogged.add(() -> LOG.info("the registry can be loaded again"));
        }
    }

    private ReloadResult fail(ReloadResult result, List<String> problems, int total) {
        ReloadFailure known = live.failure();
        if (known == null || !known.problems().equals(problems)) {
            long revision = live.state().revision();
            String meanwhile = revision == 0 ? "nothing is served yet" : "revision " + revision + " keeps serving";
            String told = result == ReloadResult.UNAVAILABLE && problems.size() == 1
                    ? " " + problems.get(0)
                    : "\n" + Numbered.lines(problems, total);
            unlogged.add(() -> LOG.warn("the registry is not loaded, {}:{}", meanwhile, told));
        }
        live.failed(new ReloadFailure(result, clock.epochMillis(), problems, total));
        return result;
    }
}
