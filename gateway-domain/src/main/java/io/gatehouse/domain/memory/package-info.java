/** What may be taken of the heap by what grows with callers. */
@NullMarked
package io.gatehouse.domain.memory;

import org.jspecify.annotations.NullMarked;
