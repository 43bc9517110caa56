/** One exchange from its first byte to its end: what it owes, and that it ends exactly once. */
@NullMarked
package io.gatehouse.http.exchange;

import org.jspecify.annotations.NullMarked;
