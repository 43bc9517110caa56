package io.gatehouse.domain.service;

import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Percentage;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which of the callers that ask for no version get a new one, as long as others get the newest below it.
 *
 * <p>Every caller has a position that depends on nothing but the name of the service and on what callers are told apart by: those
 * below the share get the version. It is the same on every gateway and after every restart, and a larger share only adds callers.
 *
 * @param version the version that is rolled out
 * @param share the share of callers who get it
 * @param stickTo what callers are told apart by
 * @param whenHeader the header by which a request gets it whoever sends it; null if there is none
 * @param whenEquals what that header has to say
 * @param origin the place in the configuration that declares it
 */
public record Rollout(
        VersionNumber version,
        Percentage share,
        StickTo stickTo,
        @Nullable String whenHeader,
        @Nullable String whenEquals,
        Origin origin) {

    private static final double SCALE = 1L << 53;

    /** Who gets the version, for people, such as {@code 5 % by key get v2}; without what the header has to say, as that may be a secret. */
    public String text() {
        String marked = whenHeader == null ? "" : " and requests that " + whenHeader + " marks";
        return share.text() + " by " + stickTo.word() + marked + " get v" + version;
    }

    /** Whether a caller who stands there gets the version. */
    public boolean reaches(double position) {
        return position < share.share();
    }

    /** Where a caller stands, from 0 up to but not 1; uniform over callers, and independent between services. */
    public static double position(String service, byte[] subject) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : service.getBytes(StandardCharsets.UTF_8)) {
            hash = step(hash, b);
        }
        hash = step(hash, (byte) 0);
        for (byte b : subject) {
            hash = step(hash, b);
        }
        return (mixed(hash) >>> 11) / SCALE;
    }

    /** FNV-1a, whose upper bits are poor for short texts. */
    private static long step(long hash, byte next) {
        return (hash ^ (next & 0xff)) * 0x100000001b3L;
    }

    /** The finalizer of MurmurHash3, which spreads every bit over all. */
    private static long mixed(long hash) {
        long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }

    /** What callers are told apart by; an address of IPv6 by the prefix of its subscriber. Who has no key or user: by the address. */
    public enum StickTo {
        KEY,
        USER,
        TENANT,
        ADDRESS;

        /** As it is written. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
