/** The signals that ask the process to stop. */
@NullMarked
package io.gatehouse.app.signal;

import org.jspecify.annotations.NullMarked;
