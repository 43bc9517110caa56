/** The admin server: health, readiness and metrics for operators, on a port and on threads of its own. */
@NullMarked
package io.gatehouse.http.admin;

import org.jspecify.annotations.NullMarked;
