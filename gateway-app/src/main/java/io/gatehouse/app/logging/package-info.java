/** The program's own log: what operators read, not the log of requests. */
@NullMarked
package io.gatehouse.app.logging;

import org.jspecify.annotations.NullMarked;
