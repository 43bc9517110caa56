package io.gatehouse.domain.quota;

/**
 * The result of an attempt to take permits.
 *
 * @param usage what has been used from now on: the usage that was given, if nothing was granted
 * @param decision the decision
 */
public record ConsumeResult(Usage usage, QuotaDecision decision) {}
