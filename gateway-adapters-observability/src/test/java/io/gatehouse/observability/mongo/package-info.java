/** Tests of what is kept in MongoDB. */
@NullMarked
package io.gatehouse.observability.mongo;

import org.jspecify.annotations.NullMarked;
