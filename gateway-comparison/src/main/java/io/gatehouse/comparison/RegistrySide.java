package io.gatehouse.comparison;

import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.domain.registry.Snapshot;

/**
 * One of the two registries that are compared.
 *
 * @param documents how it is written
 * @param snapshot what requests are judged by; compiled from these documents
 * @param environment the environment that the gateway serves with it
 */
public record RegistrySide(RegistryDocuments documents, Snapshot snapshot, String environment) {}
