/** Keys that signatures are checked with: where they are written, and what each may be used for. */
@NullMarked
package io.gatehouse.security.key;

import org.jspecify.annotations.NullMarked;
