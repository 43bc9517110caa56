/** Why a request would be forwarded or refused: the same stages, asked for their reasons. */
@NullMarked
package io.gatehouse.domain.explanation;

import org.jspecify.annotations.NullMarked;
