package io.gatehouse.benchmarks.load.proxy;

import io.gatehouse.benchmarks.load.process.Child;

/**
 * A proxy that is up and answers.
 *
 * @param kind what it is
 * @param url what to ask, so that the backend gets the workload's path
 * @param child its process, which may have descendants
 */
public record Target(Kind kind, String url, Child child) {

    /** What can be compared. */
    public enum Kind {
        /** The gateway, as its assembly runs it. */
        GATEHOUSE("gatehouse", true),
        /** Undertow's own proxy handler and nothing else. */
        BARE("bare", true),
        /** nginx with one worker. */
        NGINX("nginx", false);

        private final String label;
        private final boolean onJvm;

        Kind(String label, boolean onJvm) {
            this.label = label;
            this.onJvm = onJvm;
        }

        /** The name in options and in the report. */
        public String label() {
            return label;
        }

        /** Whether it is slow until its code has been compiled. */
        public boolean onJvm() {
            return onJvm;
        }
    }
}
