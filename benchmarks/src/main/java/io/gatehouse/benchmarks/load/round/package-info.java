/** Rounds of measurements: processor time and load of each proxy, and what the figures say together. */
@NullMarked
package io.gatehouse.benchmarks.load.round;

import org.jspecify.annotations.NullMarked;
