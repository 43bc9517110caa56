/** Explaining how a request would be handled and why, on the command line and on the admin port. */
@NullMarked
package io.gatehouse.app.explain;

import org.jspecify.annotations.NullMarked;
