package io.gatehouse.domain.observation;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.rejection.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * A refusal that was not enforced, as the check is only watched.
 *
 * @param check what would have refused the request
 * @param rejection with which code
 * @param rule the place in the configuration of the rule that would have; null if no rule of its own would
 */
public record WouldRefuse(
        ObservedCheck check, Rejection rejection, @Nullable Origin rule) {}
