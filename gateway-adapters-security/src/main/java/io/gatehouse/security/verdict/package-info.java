/** Verdicts that are remembered for a while. */
@NullMarked
package io.gatehouse.security.verdict;

import org.jspecify.annotations.NullMarked;
