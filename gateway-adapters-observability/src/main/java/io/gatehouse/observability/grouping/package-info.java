/** Counts exchanges that are alike together, so that each of them costs next to nothing. */
@NullMarked
package io.gatehouse.observability.grouping;

import org.jspecify.annotations.NullMarked;
