package io.gatehouse.architecture.planted.outward.app;

import io.gatehouse.architecture.planted.outward.http.Server;

/** The application may. */
record CleanWiring(Server server) {}
