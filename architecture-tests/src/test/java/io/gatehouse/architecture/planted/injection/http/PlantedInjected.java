package io.gatehouse.architecture.planted.injection.http;

import com.google.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Filled behind its back. */
final class PlantedInjected {
    @Inject
    @Nullable
    String name;
}
