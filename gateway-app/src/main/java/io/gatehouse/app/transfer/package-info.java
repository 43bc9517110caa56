/** Taking a registry from files to a database and back. */
@NullMarked
package io.gatehouse.app.transfer;

import org.jspecify.annotations.NullMarked;
