/** The list of paths that lead somewhere, for people and for programs. */
@NullMarked
package io.gatehouse.app.routes;

import org.jspecify.annotations.NullMarked;
