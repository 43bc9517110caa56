/** The domain's timer, on one thread of its own. */
@NullMarked
package io.gatehouse.http.timer;

import org.jspecify.annotations.NullMarked;
