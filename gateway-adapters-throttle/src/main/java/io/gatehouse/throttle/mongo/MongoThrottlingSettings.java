package io.gatehouse.throttle.mongo;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Secret;
import io.gatehouse.throttle.mongo.outage.OutageMode;
import java.time.Duration;

/** Counters in MongoDB, as gateway.yml has them. */
@Described("A MongoDB database, for store mongo.")
public record MongoThrottlingSettings(
        @Described("The connection string.") Secret uri,
        @Described("The database.") @Default("gateway") String database,

        @Described("exact: one atomic operation a request; leased: permits taken in batches.") @Default("exact")
        LedgerMode mode,

        @Described("What holds while the store does not answer: a share for each process, everything, or nothing.")
        @Default("local-share")
        OutageMode onOutage,

        @Described("How long an operation may take.") @Default("50ms")
        Duration deadline) {}
