package io.gatehouse.architecture.planted.purity.domain;

import com.fasterxml.jackson.databind.JsonNode;

/** Breaks the purity of the domain: a JSON type. */
record PlantedDocument(JsonNode tree) {}
