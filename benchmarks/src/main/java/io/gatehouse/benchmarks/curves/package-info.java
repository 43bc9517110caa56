/** The curves of docs/performance.md: measured, kept as JSON, drawn, and put into tables. */
@NullMarked
package io.gatehouse.benchmarks.curves;

import org.jspecify.annotations.NullMarked;
