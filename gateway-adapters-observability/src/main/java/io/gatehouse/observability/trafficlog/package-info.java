/** The log of the latest exchanges, in memory. */
@NullMarked
package io.gatehouse.observability.trafficlog;

import org.jspecify.annotations.NullMarked;
