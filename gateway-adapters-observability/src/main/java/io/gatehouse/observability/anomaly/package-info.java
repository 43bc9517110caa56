/** What routes and hosts did minute by minute, and where a route differs from its own past. */
@NullMarked
package io.gatehouse.observability.anomaly;

import org.jspecify.annotations.NullMarked;
