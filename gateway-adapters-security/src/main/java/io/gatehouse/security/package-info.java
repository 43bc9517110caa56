/** Verifies tokens, looks up where addresses are, reads user agents. */
@NullMarked
package io.gatehouse.security;

import org.jspecify.annotations.NullMarked;
