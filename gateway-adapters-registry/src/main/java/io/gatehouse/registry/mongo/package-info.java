/** The registry in a MongoDB database. */
@NullMarked
package io.gatehouse.registry.mongo;

import org.jspecify.annotations.NullMarked;
