package io.gatehouse.app.reload;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.reading.ReadRegistry;
import io.gatehouse.app.reading.RegistryReading;
import io.gatehouse.domain.document.Notice;
import io.gatehouse.domain.document.Problem;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.registry.RegistryUnavailable;
import io.gatehouse.domain.registry.ReloadFailure;
import io.gatehouse.domain.registry.ReloadResult;
import io.gatehouse.domain.registry.compile.SnapshotCompiler;
import io.gatehouse.domain.registry.document.KnownDocuments;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.registry.lastgood.LastGoodCopy;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
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
    public synchronized boolean begin() {
        Optional<ReadRegistry> known = input.first();
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
    public synchronized ReloadResult reload(ReloadCause cause) {
        String before = live.state().hash();
        ReloadResult result = attempt(cause);
        if (cause.asked() || result == ReloadResult.LOADED) {
            AuditLog.reload(cause, result, before, live.state().hash());
        }
        return result;
    }

    /**
     * What is being served, as it is written: the source is read again, since nobody keeps that for as long as it is served.
     * Empty if the source holds something else by now.
     */
    public synchronized Optional<ReadRegistry> served() {
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
    synchronized void unavailable(RegistryUnavailable reason) {
        fail(ReloadResult.UNAVAILABLE, List.of(String.valueOf(reason.getMessage())), 1);
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
            LOG.error("Reading the registry failed", defect);
            return fail(
                    ReloadResult.REFUSED,
                    List.of("reading failed: " + defect.getClass().getName()),
                    1);
        }
    }

    private ReloadResult consider(ReadRegistry read, ReloadCause cause) {
        mark = read.tree().mark();
        if (live.state().revision() > 0 && read.hash().equals(live.state().hash())) {
            tellRecovery();
            live.unchanged(read.tree().notices());
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

    private void serve(ReadRegistry read) {
        receiver.activate(compiler.compile(read.documents(), read.source()));
        served(read, true);
        LOG.info(
                "serving revision {} of the registry, {}, from {}",
                live.state().revision(),
                read.hash(),
                read.source());
    }

    private void served(ReadRegistry read, boolean fromSource) {
        live.loaded(read.hash(), read.tree().notices());
        tellNotices(read.tree().notices());
        size = RegistrySize.of(read.documents());
        mark = read.tree().mark();
        if (fromSource) {
            input.copy().ifPresent(copy -> keep(copy, read));
        }
    }

    private static void keep(LastGoodCopy copy, ReadRegistry read) {
        try {
            copy.write(read.tree());
        } catch (IOException e) {
            LOG.warn("the last good registry cannot be kept (registry.last-good): {}", e.toString());
        }
    }

    private static void tellNotices(List<Notice> notices) {
        if (!notices.isEmpty()) {
            var lines = notices.stream().map(Notice::toString).toList();
            LOG.warn("without counterpart in the registry's source:\n{}", Numbered.lines(lines, lines.size()));
        }
    }

    private void tellRecovery() {
        if (live.failure() != null) {
            LOG.info("the registry can be loaded again");
        }
    }

    private ReloadResult fail(ReloadResult result, List<String> problems, int total) {
        ReloadFailure known = live.failure();
        if (known == null || !known.problems().equals(problems)) {
            long revision = live.state().revision();
            String meanwhile = revision == 0 ? "nothing is served yet" : "revision " + revision + " keeps serving";
            if (result == ReloadResult.UNAVAILABLE && problems.size() == 1) {
                LOG.warn("the registry is not loaded, {}: {}", meanwhile, problems.get(0));
            } else {
                LOG.warn("the registry is not loaded, {}:\n{}", meanwhile, Numbered.lines(problems, total));
            }
        }
        live.failed(new ReloadFailure(result, clock.epochMillis(), problems, total));
        return result;
    }
}
