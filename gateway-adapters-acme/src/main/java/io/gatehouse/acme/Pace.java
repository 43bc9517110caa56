package io.gatehouse.acme;

import java.time.Duration;

/**
 * How fast it all goes.
 *
 * @param follow how often a process that does not lead looks whether it can, and what is published
 * @param spread how long what is published is given to reach all processes, before the authority asks for it
 * @param poll the least time between two questions whether the authority has decided
 * @param look the most time between two looks at the certificates that are kept
 * @param unreachable the delay where the authority does not answer, which costs it nothing
 * @param refused the delay where it has refused: authorities count those, and lock out who has five within an hour
 * @param again the least time between two certificates for one name, however short they live
 */
record Pace(
        Duration follow,
        Duration spread,
        Duration poll,
        Duration look,
        RetryDelay unreachable,
        RetryDelay refused,
        Duration again) {

    static final Pace USUAL = new Pace(
            Duration.ofSeconds(1),
            Duration.ofMillis(2500),
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            new RetryDelay(Duration.ofSeconds(10), Duration.ofMinutes(15)),
            new RetryDelay(Duration.ofMinutes(6), Duration.ofHours(8)),
            Duration.ofMinutes(10));
}
