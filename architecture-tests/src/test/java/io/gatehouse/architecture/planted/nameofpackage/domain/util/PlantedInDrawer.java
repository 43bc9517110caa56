package io.gatehouse.architecture.planted.nameofpackage.domain.util;

/** Lies in a package that fits everything. */
record PlantedInDrawer(String name) {}
