/** Counters as documents: the atomic operations on them. */
@NullMarked
package io.gatehouse.throttle.mongo.counter;

import org.jspecify.annotations.NullMarked;
