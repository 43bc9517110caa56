package io.gatehouse.domain.registry;

import io.gatehouse.domain.service.Services;

/**
 * Everything that the gateway knows of its registry at one moment: compiled, immutable, shared by all requests.
 *
 * @param revision counts the snapshots of this process, from 1
 * @param source where it was read from, for people
 * @param loadedMillis when it was compiled, since the epoch
 * @param services what can be called
 */
public record Snapshot(long revision, String source, long loadedMillis, Services services) {}
