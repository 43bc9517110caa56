package io.gatehouse.app.configuration;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.OrZero;
import java.time.Duration;

/** How the process ends. */
public record ShutdownConfiguration(
        @Described("How long requests under way may take to finish.") @Default("30s") @OrZero
        Duration grace) {}
