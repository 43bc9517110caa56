package io.gatehouse.plugin;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often a registry source is asked for its mark, bound by the module of one that has a say in it; else it is once a second.
 *
 * @param every how often; null for never
 * @param settles whether it may be seen half changed, so that a change counts only once two looks have seen the same
 */
public record SourcePolling(@Nullable Duration every, boolean settles) {}
