/** What holds while the store cannot be asked. */
@NullMarked
package io.gatehouse.throttle.mongo.outage;

import org.jspecify.annotations.NullMarked;
