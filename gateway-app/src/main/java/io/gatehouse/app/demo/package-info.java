/** The demonstration: a gateway with a service of three hosts, in one process. */
@NullMarked
package io.gatehouse.app.demo;

import org.jspecify.annotations.NullMarked;
