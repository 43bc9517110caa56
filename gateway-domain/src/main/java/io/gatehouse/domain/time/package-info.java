/** Time as the domain sees it: a clock to read and a timer to be woken by. */
@NullMarked
package io.gatehouse.domain.time;

import org.jspecify.annotations.NullMarked;
