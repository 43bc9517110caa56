package io.gatehouse.app.version;

/**
 * Which program this is, and what runs it.
 *
 * @param version from the manifest of the jar; {@code unreleased} where the classes come from elsewhere
 * @param java the version of the Java runtime
 * @param os the operating system
 * @param arch the processor's architecture
 */
public record Version(String version, String java, String os, String arch) {

    /** That of this process. */
    public static Version current() {
        return new Version(
                ofProgram(),
                System.getProperty("java.runtime.version"),
                System.getProperty("os.name"),
                System.getProperty("os.arch"));
    }

    /** The version alone. */
    public static String ofProgram() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "unreleased" : version;
    }

    /** One line for people. */
    @Override
    public String toString() {
        return "gatehouse " + version + " (Java " + java + ", " + os + " " + arch + ")";
    }
}
