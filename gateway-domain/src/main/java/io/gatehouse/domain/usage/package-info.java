/** What was used by whom, and the port of the stores that keep it. */
@NullMarked
package io.gatehouse.domain.usage;

import org.jspecify.annotations.NullMarked;
