package io.gatehouse.domain.pipeline;

import io.gatehouse.configuration.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Where stages write down what they compared, if anybody wants to know.
 *
 * <p>Nobody does while requests are served: a stage asks {@link #wanted()} before it puts words together. Notes are for
 * operators; they name things and never hold a credential.
 */
public interface DecisionTrace {

    /** Keeps nothing. */
    DecisionTrace NONE = new DecisionTrace() {
        @Override
        public boolean wanted() {
            return false;
        }

        @Override
        public void note(@Nullable Origin decidedBy, String compared) {
            // nobody reads it
        }
    };

    /** Whether notes are kept. */
    boolean wanted();

    /** What the stage being asked has compared, and the place in the configuration that decided, if there is one. */
    void note(@Nullable Origin decidedBy, String compared);
}
