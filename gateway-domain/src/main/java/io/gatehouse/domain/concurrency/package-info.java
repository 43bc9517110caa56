/** How many requests are forwarded at a time, and who waits for a place among them. */
@NullMarked
package io.gatehouse.domain.concurrency;

import org.jspecify.annotations.NullMarked;
