package io.gatehouse.app.reading;

import io.gatehouse.domain.registry.document.RegistryDocuments;

/**
 * A registry without problems, as its source had it.
 *
 * @param documents what it says
 * @param source where it was read from, for people
 */
public record ReadRegistry(RegistryDocuments documents, String source) {}
