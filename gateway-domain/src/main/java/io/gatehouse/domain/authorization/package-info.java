/** What callers may do: the access rule of a call, and whether the user satisfies it. */
@NullMarked
package io.gatehouse.domain.authorization;

import org.jspecify.annotations.NullMarked;
