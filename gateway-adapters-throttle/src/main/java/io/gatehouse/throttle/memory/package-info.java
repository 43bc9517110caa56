/** Counting in the memory of one process. */
@NullMarked
package io.gatehouse.throttle.memory;

import org.jspecify.annotations.NullMarked;
