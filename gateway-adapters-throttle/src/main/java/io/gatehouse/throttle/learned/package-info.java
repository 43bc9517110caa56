/** What adaptive limits have learned: bounded, and forgotten with the process. */
@NullMarked
package io.gatehouse.throttle.learned;

import org.jspecify.annotations.NullMarked;
