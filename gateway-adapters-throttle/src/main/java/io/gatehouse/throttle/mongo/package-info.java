/** Counters in MongoDB. */
@NullMarked
package io.gatehouse.throttle.mongo;

import org.jspecify.annotations.NullMarked;
