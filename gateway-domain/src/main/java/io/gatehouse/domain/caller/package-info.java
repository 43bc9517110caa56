/** Who calls: the key, what it is bound to, and the token. */
@NullMarked
package io.gatehouse.domain.caller;

import org.jspecify.annotations.NullMarked;
