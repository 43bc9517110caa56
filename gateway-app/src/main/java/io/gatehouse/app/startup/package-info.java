/** Starting a gateway, and the running gateway as programs that embed it see it. */
@NullMarked
package io.gatehouse.app.startup;

import org.jspecify.annotations.NullMarked;
