/** Making keys and their hashes. */
@NullMarked
package io.gatehouse.app.keys;

import org.jspecify.annotations.NullMarked;
