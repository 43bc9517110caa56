/** JMH benchmarks of what every request passes through: path, look-up, choice of a host, the whole pipeline. */
@NullMarked
package io.gatehouse.benchmarks;

import org.jspecify.annotations.NullMarked;
