/** How much processor time was used, and by whom. */
@NullMarked
package io.gatehouse.benchmarks.load.cpu;

import org.jspecify.annotations.NullMarked;
