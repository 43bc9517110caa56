package io.gatehouse.architecture.planted.logging.registry;

import java.util.logging.Logger;

/** A second log. */
record PlantedLogger(Logger log) {}
