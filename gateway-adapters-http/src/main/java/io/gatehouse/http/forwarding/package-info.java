/** Forwarding: pooled connections to upstream hosts, and what happens when they fail. */
@NullMarked
package io.gatehouse.http.forwarding;

import org.jspecify.annotations.NullMarked;
