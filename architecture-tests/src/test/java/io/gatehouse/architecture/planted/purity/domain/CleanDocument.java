package io.gatehouse.architecture.planted.purity.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Needs the JDK and JSpecify only. */
record CleanDocument(@Nullable List<String> lines) {}
