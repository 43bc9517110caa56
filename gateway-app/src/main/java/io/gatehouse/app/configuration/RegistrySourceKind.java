package io.gatehouse.app.configuration;

/** What keeps the registry. */
public enum RegistrySourceKind {
    FILE,
    MONGO,
    SOAJS
}
