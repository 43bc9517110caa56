/** What one decision of throttling costs. */
@NullMarked
package io.gatehouse.benchmarks.quota;

import org.jspecify.annotations.NullMarked;
