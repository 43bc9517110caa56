package io.gatehouse.architecture.planted.outward.domain;

import io.gatehouse.architecture.planted.outward.http.Server;

/** Breaks the direction: the domain knows an adapter. */
record PlantedRequest(Server server) {}
