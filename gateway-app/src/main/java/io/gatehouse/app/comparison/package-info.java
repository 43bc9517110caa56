/** Reporting what changes for callers between two registries: from files, from databases, or from a running gateway. */
@NullMarked
package io.gatehouse.app.comparison;

import org.jspecify.annotations.NullMarked;
