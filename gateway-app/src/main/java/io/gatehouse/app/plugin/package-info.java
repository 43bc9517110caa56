/** Adapters, ours and those of plug-ins: which are known, which are in use, and how they are made. */
@NullMarked
package io.gatehouse.app.plugin;

import org.jspecify.annotations.NullMarked;
