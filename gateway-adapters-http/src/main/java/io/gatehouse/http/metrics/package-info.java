/** Metrics of requests, upstreams and the process, kept with Micrometer; {@code docs/observability.md} lists them. */
@NullMarked
package io.gatehouse.http.metrics;

import org.jspecify.annotations.NullMarked;
