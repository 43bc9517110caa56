/** Who has used what: counting, keeping, asking for it, and what nobody uses. */
@NullMarked
package io.gatehouse.observability.usage;

import org.jspecify.annotations.NullMarked;
