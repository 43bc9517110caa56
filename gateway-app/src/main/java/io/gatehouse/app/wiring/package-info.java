/** Which parts a gateway is made of: one Guice module for each capability, every binding written down. */
@NullMarked
package io.gatehouse.app.wiring;

import org.jspecify.annotations.NullMarked;
