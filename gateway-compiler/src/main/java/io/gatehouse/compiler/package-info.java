/** Turns documents, already found good, into the snapshot that requests are judged by. */
@NullMarked
package io.gatehouse.compiler;

import org.jspecify.annotations.NullMarked;
