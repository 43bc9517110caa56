/** What is kept of counters in this process: bounded, and dropped when it does not matter any more. */
@NullMarked
package io.gatehouse.throttle.cache;

import org.jspecify.annotations.NullMarked;
