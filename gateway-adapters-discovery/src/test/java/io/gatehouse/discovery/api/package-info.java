/** HTTP APIs of sources: bounded in time and bytes, TLS verified. */
@NullMarked
package io.gatehouse.discovery.api;

import org.jspecify.annotations.NullMarked;
