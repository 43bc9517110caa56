/** The load run: proxies side by side on one machine, over real sockets. */
@NullMarked
package io.gatehouse.benchmarks.load;

import org.jspecify.annotations.NullMarked;
