package io.gatehouse.architecture.planted.above.domain;

import io.gatehouse.architecture.planted.above.compiler.Compiler;

/** Breaks the direction: the domain knows what makes its snapshot. */
record PlantedSnapshot(Compiler compiler) {}
