/** Callers that wait for whoever issued their tokens. */
@NullMarked
package io.gatehouse.security.waiting;

import org.jspecify.annotations.NullMarked;
