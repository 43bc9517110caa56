package io.gatehouse.domain.service;

import io.gatehouse.configuration.Origin;

/**
 * That a service's responses are cached.
 *
 * @param mostEntry bytes that the body of a response may have to be kept
 * @param status whether responses say in {@code Cache-Status} what the cache did (RFC 9211)
 * @param origin the place in the configuration that says so
 */
public record CachePolicy(long mostEntry, boolean status, Origin origin) {}
