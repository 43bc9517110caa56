/** The first stages of every request: who sent it and when, and its one canonical reading. */
@NullMarked
package io.gatehouse.domain.intake;

import org.jspecify.annotations.NullMarked;
