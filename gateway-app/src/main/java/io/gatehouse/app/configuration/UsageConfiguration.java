package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Extensible;
import io.gatehouse.configuration.ExtensionName;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Sourced;
import java.time.Duration;
import java.util.Map;

/** Where it is kept who has used what, and for how long. */
public record UsageConfiguration(
        @Described("memory: what each process has counted, as long as it runs; mongo: what all have, kept.")
        @Default("memory")
        @ExtensionName("usage")
        String store,

        @Extensible(value = "usage", inline = true, standing = true)
        Map<String, Sourced<Record>> adapters,

        @Described("How long it is kept; a day at least.") @Default("400d")
        Duration retention) {

    public UsageConfiguration {
        if (!adapters.containsKey(store)) {
            throw new MalformedValue(store + " settings, as store is " + store);
        }
        if (retention.compareTo(Duration.ofDays(1)) < 0) {
            throw new MalformedValue("a retention of a day at least");
        }
    }

    /** The adapter that is used, with its settings. */
    Map<String, Sourced<Record>> used() {
        return Map.of(store, adapters.get(store));
    }
}
