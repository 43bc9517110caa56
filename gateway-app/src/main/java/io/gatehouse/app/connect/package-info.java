/** Why something on the network cannot be reached, in words for an operator. */
@NullMarked
package io.gatehouse.app.connect;

import org.jspecify.annotations.NullMarked;
