/** Warnings of keys that end soon. */
@NullMarked
package io.gatehouse.app.expiry;

import org.jspecify.annotations.NullMarked;
