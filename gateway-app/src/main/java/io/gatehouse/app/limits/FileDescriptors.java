package io.gatehouse.app.limits;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * The descriptors of a process: every connection takes one, and so do files, jars and what waits for events.
 *
 * @param most how many the system lets the process open
 * @param open how many are open
 */
public record FileDescriptors(long most, long open) {

    /** Those of this process, now; empty on a platform that does not report them. */
    public static Optional<FileDescriptors> ofProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                        && unix.getMaxFileDescriptorCount() > 0
                ? Optional.of(new FileDescriptors(unix.getMaxFileDescriptorCount(), unix.getOpenFileDescriptorCount()))
                : Optional.empty();
    }
}
