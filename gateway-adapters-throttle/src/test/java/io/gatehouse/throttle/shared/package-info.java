/** Counting with a shared store, without any server. */
@NullMarked
package io.gatehouse.throttle.shared;

import org.jspecify.annotations.NullMarked;
