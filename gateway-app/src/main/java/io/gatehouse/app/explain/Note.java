package io.gatehouse.app.explain;

import io.gatehouse.configuration.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Something that a stage has compared.
 *
 * @param compared what, in words; never a credential
 * @param decidedBy the place in the configuration that decided; null if none did
 */
public record Note(String compared, @Nullable Origin decidedBy) {}
