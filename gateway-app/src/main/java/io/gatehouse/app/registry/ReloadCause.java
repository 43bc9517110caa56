package io.gatehouse.app.registry;

/**
 * Why the registry is loaded again.
 *
 * @param who who or what wants it, for the audit line
 * @param asked whether a person asked for it, and not the watch
 */
public record ReloadCause(String who, boolean asked) {

    /** The source has changed. */
    public static final ReloadCause WATCH = new ReloadCause("watch", false);
    /** Somebody sent SIGHUP. */
    public static final ReloadCause SIGNAL = new ReloadCause("SIGHUP", true);
    /** The program that embeds the gateway. */
    public static final ReloadCause PROGRAM = new ReloadCause("program", true);

    /** Somebody asked on the admin port. */
    public static ReloadCause admin(String who) {
        return new ReloadCause("admin port, " + who, true);
    }
}
