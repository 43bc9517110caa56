/** How refusals look on the wire. */
@NullMarked
package io.gatehouse.http.error;

import org.jspecify.annotations.NullMarked;
