/** What of a registry nobody uses, and what becomes of it without. */
@NullMarked
package io.gatehouse.app.usage;

import org.jspecify.annotations.NullMarked;
