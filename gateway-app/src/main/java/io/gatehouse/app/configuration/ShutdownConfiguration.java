package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.OrZero;
import java.time.Duration;

/** How the process ends. */
public record ShutdownConfiguration(
        @Described("How long requests under way may take to finish.") @Default("30s") @OrZero
        Duration grace) {}
