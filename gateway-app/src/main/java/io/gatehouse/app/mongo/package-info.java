/** Connections to MongoDB, shared by all who need one. */
@NullMarked
package io.gatehouse.app.mongo;

import org.jspecify.annotations.NullMarked;
