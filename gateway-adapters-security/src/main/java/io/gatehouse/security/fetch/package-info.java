/** HTTP requests to identity providers, bounded in size and time. */
@NullMarked
package io.gatehouse.security.fetch;

import org.jspecify.annotations.NullMarked;
