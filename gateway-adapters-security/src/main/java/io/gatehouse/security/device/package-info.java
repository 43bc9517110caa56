/** What user agents say they are. */
@NullMarked
package io.gatehouse.security.device;

import org.jspecify.annotations.NullMarked;
