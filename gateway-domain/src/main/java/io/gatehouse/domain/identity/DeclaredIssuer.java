package io.gatehouse.domain.identity;

import io.gatehouse.configuration.Origin;

/**
 * Token settings, and where they are declared.
 *
 * <p>The settings are the same object as before a reload if they say the same as then, wherever they have moved to: what is remembered
 * of them goes on.
 *
 * @param settings whose tokens are believed
 * @param origin the place in the configuration that declares the settings
 */
public record DeclaredIssuer(TokenIssuer settings, Origin origin) {}
