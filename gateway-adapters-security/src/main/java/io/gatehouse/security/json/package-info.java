/** JSON that strangers wrote, read strictly. */
@NullMarked
package io.gatehouse.security.json;

import org.jspecify.annotations.NullMarked;
