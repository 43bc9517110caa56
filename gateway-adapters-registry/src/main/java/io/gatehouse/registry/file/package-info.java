/** The registry in files. */
@NullMarked
package io.gatehouse.registry.file;

import org.jspecify.annotations.NullMarked;
