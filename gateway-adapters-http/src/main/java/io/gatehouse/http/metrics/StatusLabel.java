package io.gatehouse.http.metrics;

/** Status classes as labels. */
final class StatusLabel {

    /** The number of classes. */
    static final int COUNT = 6;

    private static final String[] NAMES = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};

    private StatusLabel() {}

    /** The class of a status, from zero; zero for what is no status. */
    static int index(int status) {
        return status >= 100 && status < 600 ? status / 100 : 0;
    }

    static String name(int index) {
        return NAMES[index];
    }
}
