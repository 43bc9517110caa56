/** Counts what callers use in a file of one machine. */
@NullMarked
package io.example.ledger;

import org.jspecify.annotations.NullMarked;
