/** Traces: spans of exchanges, sent to a collector of OpenTelemetry. */
@NullMarked
package io.gatehouse.observability.tracing;

import org.jspecify.annotations.NullMarked;
