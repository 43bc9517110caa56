/** What the command line knows of the terminal it runs in. */
@NullMarked
package io.gatehouse.app.console;

import org.jspecify.annotations.NullMarked;
