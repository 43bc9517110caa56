package io.gatehouse.architecture.planted.upward.http;

import io.gatehouse.architecture.planted.upward.app.Wiring;

/** Breaks the direction: an adapter knows the application. */
record PlantedHandler(Wiring wiring) {}
