package io.gatehouse.app.registry;

/** What to do where the heap is too small, in words for operators. */
public final class HeapAdvice {

    private HeapAdvice() {}

    /** How large it may become, and how it may become larger. */
    public static String moreHeap() {
        long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
        return "it may have " + mebibytes + " MiB; give it more, such as JAVA_OPTS=-Xmx" + 2 * mebibytes + "m";
    }
}
