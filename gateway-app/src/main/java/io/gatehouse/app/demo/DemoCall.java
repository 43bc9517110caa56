package io.gatehouse.app.demo;

/**
 * A call to try.
 *
 * @param status what the last answer to it will be
 * @param meaning what it shows, in a few words
 * @param command the command that makes it, to be pasted into a shell
 */
record DemoCall(int status, String meaning, String command) {

    /** The line to print above the command; a script finds the status in it. */
    String heading() {
        return "# " + status + "  " + meaning;
    }
}
