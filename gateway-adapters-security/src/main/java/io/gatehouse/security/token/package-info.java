/** Verifies tokens of every kind: the domain's port for it. */
@NullMarked
package io.gatehouse.security.token;

import org.jspecify.annotations.NullMarked;
