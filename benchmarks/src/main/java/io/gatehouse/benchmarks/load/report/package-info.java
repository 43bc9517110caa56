/** What the rounds say: medians, and ratios with their spread. */
@NullMarked
package io.gatehouse.benchmarks.load.report;

import org.jspecify.annotations.NullMarked;
