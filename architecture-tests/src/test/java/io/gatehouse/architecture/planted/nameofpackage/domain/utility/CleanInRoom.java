package io.gatehouse.architecture.planted.nameofpackage.domain.utility;

/** Public utilities: water, power. */
record CleanInRoom(String name) {}
