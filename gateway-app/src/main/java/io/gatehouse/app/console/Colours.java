package io.gatehouse.app.console;

import java.util.Map;

/** The few colours that the command line uses; plain text where nobody would see them. */
public final class Colours {

    private final boolean on;

    private Colours(boolean on) {
        this.on = on;
    }

    /** No colours at all. */
    public static Colours off() {
        return new Colours(false);
    }

    /**
     * Colours if the program talks to a terminal that knows them. {@code NO_COLOR} (any value, see no-color.org) and
     * {@code TERM=dumb} switch them off.
     */
    public static Colours of(Map<String, String> environment) {
        boolean unwanted =
                !environment.getOrDefault("NO_COLOR", "").isEmpty() || "dumb".equals(environment.get("TERM"));
        return new Colours(!unwanted && Terminal.console() != null);
    }

    /** Whether there are any. */
    public boolean on() {
        return on;
    }

    /** For what went well. */
    public String good(String text) {
        return paint("32", text);
    }

    /** For what the caller did wrong. */
    public String warning(String text) {
        return paint("33", text);
    }

    /** For what went wrong. */
    public String bad(String text) {
        return paint("31", text);
    }

    /** For headings. */
    public String strong(String text) {
        return paint("1", text);
    }

    /** For what matters less. */
    public String faint(String text) {
        return paint("2", text);
    }

    private String paint(String code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
