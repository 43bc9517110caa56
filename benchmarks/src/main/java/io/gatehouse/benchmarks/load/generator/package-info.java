/** What asks: wrk where it is installed, else a small client of our own. */
@NullMarked
package io.gatehouse.benchmarks.load.generator;

import org.jspecify.annotations.NullMarked;
