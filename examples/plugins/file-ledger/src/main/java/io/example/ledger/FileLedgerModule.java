package io.example.ledger;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.configuration.ConfigPath;
import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.Range;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.quota.SharedCounterSettings.OutageMode;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.AdapterSupport;
import io.gatehouse.plugin.ExtensionPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The adapter of {@code throttling.store: file}. */
public final class FileLedgerModule extends AdapterModule {

    /** What stands in {@code throttling.file}. */
    @Described("Counts in a file of this machine: for one process, remembered when it starts again.")
    public record Settings(
            @Described("The file; made if it is not there.") FilePath path,

            @Described("Callers that are remembered at a time; 128 bytes of the file each.")
            @Default("50000")
            @Range(min = 1, max = 1_000_000)
            int mostCounters,

            @Described("How long a request waits for the file.") @Default("250ms")
            Duration deadline,

            @Described(
                    "What holds while the file cannot be written: local-share counts on in memory, open grants everything, closed nothing.")
            @Default("local-share")
            OutageMode onOutage) {}

    public FileLedgerModule() {
        super(ExtensionPoint.QUOTA_LEDGER, "file", Settings.class);
    }

    @Override
    public void check(Record settings, ConfigPath place) {
        FilePath path = ((Settings) settings).path();
        Path folder = path.resolve().toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            place.key("path", path.origin())
                    .refuse(path.origin(), '"' + path.text() + '"', "a file in a folder that can be written to");
        }
    }

    @Provides
    @Singleton
    static FileLedger fileLedger(Settings settings, GatewayClock clock, QuotaStoreListener listener) {
        return new FileLedger(new SlotFile(settings.path().resolve()), settings, clock, listener);
    }

    @Provides
    static QuotaLedger ledger(FileLedger ledger) {
        return ledger;
    }

    /** Opens the file when the gateway begins to serve, and shows in {@code /health} how it fares. */
    @Provides
    static AdapterSupport support(FileLedger ledger) {
        return new AdapterSupport() {
            @Override
            public void start() {
                ledger.start();
            }

            @Override
            public Optional<StoreStatus> store() {
                return Optional.of(ledger.status());
            }
        };
    }
}
