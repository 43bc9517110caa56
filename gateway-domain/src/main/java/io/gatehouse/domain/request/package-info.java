/** A request as it came in, and the one canonical form that rules, routing and forwarding share. */
@NullMarked
package io.gatehouse.domain.request;

import org.jspecify.annotations.NullMarked;
