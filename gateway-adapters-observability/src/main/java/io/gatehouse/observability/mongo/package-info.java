/** What is kept in MongoDB, for all processes together. */
@NullMarked
package io.gatehouse.observability.mongo;

import org.jspecify.annotations.NullMarked;
