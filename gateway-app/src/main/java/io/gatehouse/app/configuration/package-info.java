/** The configuration of the process, as it is written in gateway.yml. */
@NullMarked
package io.gatehouse.app.configuration;

import org.jspecify.annotations.NullMarked;
