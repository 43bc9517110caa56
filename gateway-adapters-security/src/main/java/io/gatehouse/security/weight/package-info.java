/** Caches that are bounded by what they weigh. */
@NullMarked
package io.gatehouse.security.weight;

import org.jspecify.annotations.NullMarked;
