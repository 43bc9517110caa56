package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.Matching;
import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.document.Range;
import java.time.Duration;

/** How the hosts of a service are probed. */
public record HealthCheckDocument(
        @Described("The path asked for by GET; an answer from 200 to 399 is healthy.")
        @Matching(value = "/[!-~]{0,1023}", expected = "a path such as /heartbeat")
        String path,

        @Described("The port asked: the host's own, or another.") @Default("same")
        ProbePort port,

        @Described("The time between two probes.") @Default("5s")
        Duration interval,

        @Described("How long a probe may take.") @Default("1s")
        Duration timeout,

        @Described("Failed probes in a row that make a host sick.") @Default("2") @Range(min = 1, max = 1000)
        int unhealthyAfter,

        @Described("Good probes in a row that make it healthy again.") @Default("1") @Range(min = 1, max = 1000)
        int healthyAfter,

        @Described("Whether all hosts are used when all are sick, instead of answering 503.") @Default("false")
        boolean panic,

        Origin origin) {}
