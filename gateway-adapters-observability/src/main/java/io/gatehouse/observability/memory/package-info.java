/** What is kept in the memory of one process. */
@NullMarked
package io.gatehouse.observability.memory;

import org.jspecify.annotations.NullMarked;
