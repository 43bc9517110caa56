/** Child processes: each is started, held to processors and stopped by its own handle. */
@NullMarked
package io.gatehouse.benchmarks.load.process;

import org.jspecify.annotations.NullMarked;
