/** Which program this is. */
@NullMarked
package io.gatehouse.app.version;

import org.jspecify.annotations.NullMarked;
