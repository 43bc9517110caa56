/** Trees of configuration with their places, and how they become typed records or a list of problems. */
@NullMarked
package io.gatehouse.configuration;

import org.jspecify.annotations.NullMarked;
