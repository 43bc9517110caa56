/** What an adapter brings, ours or a stranger's: a Guice module with a name and a record of settings. */
@NullMarked
package io.gatehouse.plugin;

import org.jspecify.annotations.NullMarked;
