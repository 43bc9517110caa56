package io.gatehouse.architecture.planted.wiring.http;

import com.google.inject.AbstractModule;

/** A Guice module. */
public final class PlantedServerModule extends AbstractModule {}
