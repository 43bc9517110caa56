/** Connections to MongoDB, shared by all who need one. */
@NullMarked
package io.gatehouse.mongodb;

import org.jspecify.annotations.NullMarked;
