/** Tests of what is kept in memory. */
@NullMarked
package io.gatehouse.observability.memory;

import org.jspecify.annotations.NullMarked;
