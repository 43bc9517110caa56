package io.gatehouse.architecture.planted.apart.http;

import io.gatehouse.architecture.planted.apart.registry.Documents;

/** Breaks the separation of adapters. */
record PlantedAdmin(Documents documents) {}
