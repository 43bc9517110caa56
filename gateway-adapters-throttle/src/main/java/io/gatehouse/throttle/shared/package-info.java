/** Counting with a store that several processes share: exactly or by leases, with and without a response of the store. */
@NullMarked
package io.gatehouse.throttle.shared;

import org.jspecify.annotations.NullMarked;
