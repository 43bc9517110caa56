package io.gatehouse.architecture.planted.injection.http;

import com.google.inject.Inject;

/** Tells what it needs. */
final class CleanInjected {
    final String name;

    @Inject
    CleanInjected(String name) {
        this.name = name;
    }
}
