/** Loading the registry again while requests are served: when, how, and what operators get to see of it. */
@NullMarked
package io.gatehouse.app.reload;

import org.jspecify.annotations.NullMarked;
