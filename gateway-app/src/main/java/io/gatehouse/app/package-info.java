/** The application: puts the adapters and the domain together, and is the program's command line. */
@NullMarked
package io.gatehouse.app;

import org.jspecify.annotations.NullMarked;
