/** Rounds and slots: when each proxy is measured, and when a measurement is repeated. */
@NullMarked
package io.gatehouse.benchmarks.load.round;

import org.jspecify.annotations.NullMarked;
