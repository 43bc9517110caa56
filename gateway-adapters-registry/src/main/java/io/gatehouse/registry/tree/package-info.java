/** What trees of the configuration have in common, whatever they are read from or written to. */
@NullMarked
package io.gatehouse.registry.tree;

import org.jspecify.annotations.NullMarked;
