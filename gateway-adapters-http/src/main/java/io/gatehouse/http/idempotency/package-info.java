/** Calls that take effect once, however often they are sent: {@code Idempotency-Key}. */
@NullMarked
package io.gatehouse.http.idempotency;

import org.jspecify.annotations.NullMarked;
