/** What the databases that hold a registry have in common. */
@NullMarked
package io.gatehouse.registry.bson;

import org.jspecify.annotations.NullMarked;
