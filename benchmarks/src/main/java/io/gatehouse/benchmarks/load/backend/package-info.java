/** What answers behind the proxies. */
@NullMarked
package io.gatehouse.benchmarks.load.backend;

import org.jspecify.annotations.NullMarked;
