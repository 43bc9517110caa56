package io.gatehouse.architecture.planted.wiring.http;

import com.google.inject.AbstractModule;

/** A Guice module. */
final class CleanInnerModule extends AbstractModule {}
