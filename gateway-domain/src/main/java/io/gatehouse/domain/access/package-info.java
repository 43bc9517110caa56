/** Access rules, compiled: who may call which path of which version of which service. */
@NullMarked
package io.gatehouse.domain.access;

import org.jspecify.annotations.NullMarked;
