/** The order in which the parts of a gateway are started and stopped. */
@NullMarked
package io.gatehouse.app.lifecycle;

import org.jspecify.annotations.NullMarked;
