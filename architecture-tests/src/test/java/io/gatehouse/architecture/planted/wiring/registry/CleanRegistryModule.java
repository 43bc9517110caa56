package io.gatehouse.architecture.planted.wiring.registry;

import com.google.inject.AbstractModule;

/** A Guice module. */
public final class CleanRegistryModule extends AbstractModule {}
