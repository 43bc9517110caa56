package io.gatehouse.configuration;

/**
 * Something that is no mistake, but of which operators should know what becomes: a part of a source that has no counterpart
 * here, a word that has no effect yet, a rule that can never match.
 *
 * <p>The parts are made safe for a terminal and bounded in length here; secrets are left out by whoever makes the notice.
 *
 * @param origin the place to look at
 * @param path the keys that lead there, in the words of the source; may be empty
 * @param what what stands there
 * @param outcome what becomes of it
 */
public record Notice(Origin origin, String path, String what, String outcome) {

    public Notice {
        path = Printable.text(path);
        what = Printable.text(what);
        outcome = Printable.text(outcome);
    }

    /** One line for the operator. */
    @Override
    public String toString() {
        String place = Printable.text(origin.toString());
        return (path.isEmpty() ? place : place + " " + path) + ": " + what + "; " + outcome;
    }
}
