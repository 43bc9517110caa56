package io.gatehouse.domain.upstream;

/** A host with its weight in one group. */
record Member(UpstreamHost host, int weight) {}
