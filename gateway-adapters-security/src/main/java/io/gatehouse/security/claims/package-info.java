/** What a token's claims say of its user, and in which order they are checked. */
@NullMarked
package io.gatehouse.security.claims;

import org.jspecify.annotations.NullMarked;
