package io.gatehouse.comparison;

/** What a change means to those who call, the worst first. */
public enum Severity {
    /** Somebody who could call something cannot any more, or not without more than before. */
    LOSS,
    /** Somebody may lose something: it was not shown that nobody does. */
    POSSIBLE_LOSS,
    /** Somebody can call what was refused before. */
    GAIN,
    /** Something else than who may call what. */
    CHANGE;

    /** Whether somebody loses, or may lose. */
    public boolean isLoss() {
        return this == LOSS || this == POSSIBLE_LOSS;
    }
}
