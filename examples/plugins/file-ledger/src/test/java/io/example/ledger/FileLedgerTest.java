package io.example.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaLedgerContract;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.SharedCounterSettings.OutageMode;
import io.gatehouse.domain.quota.SlidingWindow;
import io.gatehouse.domain.quota.TokenBucket;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.ManualClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of every ledger, and what this one promises besides. */
class FileLedgerTest extends QuotaLedgerContract {

    private static final CounterKey ACME = new CounterKey("strict", "acme", null);

    @TempDir
    private Path folder;

    private final ManualClock time = new ManualClock();
    private final List<FileLedger> ledgers = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (FileLedger ledger : ledgers) {
            ledger.close();
        }
    }

    @Override
    protected boolean isShared() {
        return false;
    }

    @Override
    protected List<QuotaLedger> nodes(int count, GatewayClock clock) {
        assertThat(count).isEqualTo(1);
        return List.of(start(OutageMode.CLOSED, 100, clock));
    }

    @Override
    protected WithFailingStore withFailingStore(OutageMode mode, GatewayClock clock) {
        var file = new FailingFile(new SlotFile(path()));
        // Not as patient as usual: the file never answers within it, however long that is.
        return new WithFailingStore(
                start(file, settings(mode, 100, Duration.ofSeconds(2)), clock, listening(file)), file);
    }

    private Path path() {
        return folder.resolve("counters");
    }

    private FileLedger start(OutageMode mode, int mostCounters, GatewayClock clock) {
        // So long that only a file that never answers is slow, however busy this machine is.
        return start(
                new SlotFile(path()),
                settings(mode, mostCounters, Duration.ofSeconds(30)),
                clock,
                QuotaStoreListener.NONE);
    }

    private FileLedger start(
            CounterFile file, FileLedgerModule.Settings settings, GatewayClock clock, QuotaStoreListener listener) {
        var ledger = new FileLedger(file, settings, clock, listener);
        ledgers.add(ledger);
        ledger.start();
        return ledger;
    }

    private FileLedgerModule.Settings settings(OutageMode mode, int mostCounters, Duration deadline) {
        return new FileLedgerModule.Settings(
                new FilePath(path().toString(), Origin.of("test")), mostCounters, deadline, mode);
    }

    static List<RateLimit> formsOfLimits() {
        return List.of(
                new FixedWindow(100, 60_000),
                new SlidingWindow(100, 60_000),
                TokenBucket.refilled(100, 1, Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @MethodSource("formsOfLimits")
    void remembersWhatWasUsedWhenItStartsAgain(RateLimit limit) throws Exception {
        try (FileLedger before = start(OutageMode.CLOSED, 100, time)) {
            assertThat(take(before, limit, ACME, 60).outcome()).isEqualTo(QuotaOutcome.ADMITTED);
        }
        FileLedger after = start(OutageMode.CLOSED, 100, time);

        assertThat(take(after, limit, ACME, 41).outcome()).isEqualTo(QuotaOutcome.REFUSED);
        assertThat(take(after, limit, ACME, 40).outcome()).isEqualTo(QuotaOutcome.ADMITTED);
    }

    @ParameterizedTest
    @MethodSource("formsOfLimits")
    void seesWhatIsInTheFileWithoutServing(RateLimit limit) throws Exception {
        FileLedger serving = start(OutageMode.CLOSED, 100, time);
        take(serving, limit, ACME, 100);
        var looking = new FileLedger(
                new SlotFile(path()),
                settings(OutageMode.CLOSED, 100, Duration.ofSeconds(1)),
                time,
                QuotaStoreListener.NONE);

        assertThat(looking.look(limit, ACME, 1).outcome()).isEqualTo(QuotaOutcome.REFUSED);
        looking.close();
        assertThat(serving.look(limit, ACME, 1).outcome()).isEqualTo(QuotaOutcome.REFUSED);
    }

    @Test
    void beginsAnewWithACounterThatIsHalfWritten() throws Exception {
        var limit = new FixedWindow(100, 60_000);
        try (FileLedger before = start(OutageMode.CLOSED, 100, time)) {
            take(before, limit, ACME, 100);
            take(before, limit, new CounterKey("strict", "globex", null), 100);
        }
        try (FileChannel file = FileChannel.open(path(), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[50]), StoredUsage.BYTES + 30);
        }
        FileLedger after = start(OutageMode.CLOSED, 100, time);

        assertThat(take(after, limit, ACME, 1).outcome()).isEqualTo(QuotaOutcome.ADMITTED);
        assertThat(take(after, limit, new CounterKey("strict", "globex", null), 1)
                        .outcome())
                .isEqualTo(QuotaOutcome.REFUSED);
    }

    @Test
    void neitherSharesNorOverwritesWhatIsNotItsOwn() throws Exception {
        var limit = new FixedWindow(100, 60_000);
        start(OutageMode.CLOSED, 100, time);
        FileLedger second = start(OutageMode.CLOSED, 100, time);
        assertThat(take(second, limit, ACME, 1).outcome()).isEqualTo(QuotaOutcome.UNAVAILABLE);
        assertThat(second.status().out()).isTrue();

        Path letter = Files.writeString(folder.resolve("letter"), "Dear reader");
        FileLedger other = start(
                new SlotFile(letter),
                settings(OutageMode.OPEN, 100, Duration.ofSeconds(1)),
                time,
                QuotaStoreListener.NONE);
        assertThat(take(other, limit, ACME, 1).outcome()).isEqualTo(QuotaOutcome.UNCOUNTED);
        other.close();
        assertThat(letter).hasContent("Dear reader");
    }

    @Test
    void addsWhatItCountedAloneToWhatIsInTheFile() throws Exception {
        var limit = new FixedWindow(100, 60_000);
        FileLedger first = start(OutageMode.CLOSED, 100, time);
        take(first, limit, ACME, 40);
        var back = new FailingFile(new SlotFile(path()));
        FileLedger second = start(
                new SlotFile(path()),
                settings(OutageMode.LOCAL_SHARE, 100, Duration.ofSeconds(30)),
                time,
                listening(back));
        assertThat(take(second, limit, ACME, 30).outcome()).isEqualTo(QuotaOutcome.ADMITTED);

        first.close();
        back.bringBack();
        assertThat(take(second, limit, ACME, 31).outcome()).isEqualTo(QuotaOutcome.REFUSED);
        assertThat(take(second, limit, ACME, 30).outcome()).isEqualTo(QuotaOutcome.ADMITTED);
    }

    @Test
    void forgetsNobodyWhoIsCountedForSomebodyNew() throws Exception {
        var limit = new FixedWindow(100, 60_000);
        FileLedger ledger = start(OutageMode.OPEN, 3, time);
        for (int n = 0; n < 3; n++) {
            take(ledger, limit, new CounterKey("strict", "caller-" + n, null), 100);
        }

        assertThat(take(ledger, limit, ACME, 1).outcome()).isEqualTo(QuotaOutcome.UNCOUNTED);
        assertThat(take(ledger, limit, new CounterKey("strict", "caller-0", null), 1)
                        .outcome())
                .isEqualTo(QuotaOutcome.REFUSED);

        time.advance(Duration.ofMinutes(2));
        assertThat(take(ledger, limit, ACME, 1).outcome()).isEqualTo(QuotaOutcome.ADMITTED);
        assertThat(Files.size(path())).as("a slot is used again").isEqualTo(4L * StoredUsage.BYTES);
    }

    private static QuotaStoreListener listening(FailingFile file) {
        return new QuotaStoreListener() {
            @Override
            public void asked(long nanos, boolean answered) {}

            @Override
            public void outage(boolean out) {
                if (!out) {
                    file.recovered();
                }
            }

            @Override
            public void leased(long permits) {}
        };
    }
}
