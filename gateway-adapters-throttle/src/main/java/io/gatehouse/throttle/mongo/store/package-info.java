/** Asking the store: within a deadline, behind a breaker, with a heartbeat that tells who else is there. */
@NullMarked
package io.gatehouse.throttle.mongo.store;

import org.jspecify.annotations.NullMarked;
