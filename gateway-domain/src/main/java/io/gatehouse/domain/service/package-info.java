/** What can be called: services, their versions, hosts and routes, compiled for look-up. */
@NullMarked
package io.gatehouse.domain.service;

import org.jspecify.annotations.NullMarked;
