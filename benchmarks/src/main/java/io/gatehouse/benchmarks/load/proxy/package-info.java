/** What is compared: Gatehouse, a bare Undertow proxy, nginx. */
@NullMarked
package io.gatehouse.benchmarks.load.proxy;

import org.jspecify.annotations.NullMarked;
