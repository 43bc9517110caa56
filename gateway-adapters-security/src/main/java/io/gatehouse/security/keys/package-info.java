/** Keys that signatures are checked with: what each may be used for, and key sets, which are fetched and kept fresh. */
@NullMarked
package io.gatehouse.security.keys;

import org.jspecify.annotations.NullMarked;
