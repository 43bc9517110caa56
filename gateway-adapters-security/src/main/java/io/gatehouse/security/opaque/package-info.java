/** Opaque tokens, asked for at whoever issued them. */
@NullMarked
package io.gatehouse.security.opaque;

import org.jspecify.annotations.NullMarked;
