/** What the dashboard asks the admin port for; {@code docs/dashboard-api.yaml} describes it. */
@NullMarked
package io.gatehouse.observability.api;

import org.jspecify.annotations.NullMarked;
