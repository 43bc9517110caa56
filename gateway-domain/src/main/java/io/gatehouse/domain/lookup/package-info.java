/** Finding one value of many in few lines of memory. */
@NullMarked
package io.gatehouse.domain.lookup;

import org.jspecify.annotations.NullMarked;
