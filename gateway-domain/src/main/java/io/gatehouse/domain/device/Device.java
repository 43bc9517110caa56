package io.gatehouse.domain.device;

/**
 * What a user agent says it is; parts that it does not name are empty.
 *
 * @param family the browser or program, such as {@code Chrome}
 * @param version its version
 * @param os the operating system, such as {@code Windows}
 * @param osVersion the operating system's version
 */
public record Device(String family, Release version, String os, Release osVersion) {

    /**
     * A version in parts as the user agent names them, which need not be numbers ({@code XP}).
     *
     * @param major the first part
     * @param minor the second part
     * @param patch the third part
     */
    public record Release(String major, String minor, String patch) {

        /** No version is named. */
        public static final Release NONE = new Release("", "", "");
    }
}
