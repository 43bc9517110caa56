/** Signed tokens (JWT), verified here. */
@NullMarked
package io.gatehouse.security.jwt;

import org.jspecify.annotations.NullMarked;
