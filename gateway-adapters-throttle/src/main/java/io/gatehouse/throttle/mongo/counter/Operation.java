package io.gatehouse.throttle.mongo.counter;

import org.bson.conversions.Bson;

/**
 * One atomic operation that takes permits.
 *
 * @param filter matches the counter if the permits may be taken; without {@code $and}, in which not every server finds the
 *     id of a counter that it makes
 * @param update takes them
 * @param makes whether it makes a counter that does not exist
 */
record Operation(Bson filter, Bson update, boolean makes) {}
