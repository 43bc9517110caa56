package io.gatehouse.domain.quota;

/** What has been used of a limit by one subject. Immutable. */
public sealed interface Usage permits FixedWindow.Used, SlidingWindow.Used, TokenBucket.Used {}
