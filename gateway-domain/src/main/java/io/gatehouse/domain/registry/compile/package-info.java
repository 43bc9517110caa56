/** Turns documents, already found good, into the snapshot that requests are judged by. */
@NullMarked
package io.gatehouse.domain.registry.compile;

import org.jspecify.annotations.NullMarked;
