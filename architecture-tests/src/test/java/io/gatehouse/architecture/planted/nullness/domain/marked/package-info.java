/** Marked. */
@NullMarked
package io.gatehouse.architecture.planted.nullness.domain.marked;

import org.jspecify.annotations.NullMarked;
