package io.gatehouse.app.version;

/** Which program this is. */
public final class Version {

    private Version() {}

    /** The version from the manifest of the jar; {@code unreleased} where the classes come from elsewhere. */
    public static String ofProgram() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "unreleased" : version;
    }

    /** One line for people: program, Java, operating system. */
    public static String line() {
        return "gatehouse " + ofProgram() + " (Java " + System.getProperty("java.runtime.version") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ")";
    }
}
