package io.gatehouse.http.admin;

/** Whether the gateway wants to be sent traffic, and if not, why. */
public enum Readiness {
    /** It has not bound its port yet, or has no registry. */
    STARTING("the gateway is starting"),
    /** It takes requests. */
    READY("the gateway is ready"),
    /** It finishes what is in flight and wants no more. */
    SHUTTING_DOWN("the gateway is shutting down");

    private final String sentence;

    Readiness(String sentence) {
        this.sentence = sentence;
    }

    /** The reason, for people. */
    String sentence() {
        return sentence;
    }
}
