/** Requests to identity providers and what they send, bounded in size, time and callers that wait. */
@NullMarked
package io.gatehouse.security.fetch;

import org.jspecify.annotations.NullMarked;
