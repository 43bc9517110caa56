/** What is kept of counters, and for how long. */
@NullMarked
package io.gatehouse.throttle.learned;

import org.jspecify.annotations.NullMarked;
