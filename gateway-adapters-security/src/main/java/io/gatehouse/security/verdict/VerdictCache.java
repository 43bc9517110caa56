package io.gatehouse.security.verdict;

import com.github.benmanes.caffeine.cache.Expiry;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.security.WeighedCache;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts that are returned again for a while, bounded by what they weigh and by age, and never returned after the token's own
 * end. Safe for concurrent use; reading never blocks.
 */
public final class VerdictCache {

    /** What an entry weighs beside its texts, so that the bound on weight is one on the count as well. */
    private static final int BARE_BYTES = 320;

    /** For so long the cache is not asked again by the same key object, as that moves what is known of many others. */
    private static final long LOOKED_NANOS = 1_000_000_000;

    /** Each look for a user who takes more is a look into the cache: who has been evicted there is not to be kept by a key that is remembered. */
    private static final int LIGHT_BYTES = 1024;

    private static final int USER_BYTES = 180;
    private static final int GROUP_BYTES = 100;

    private final GatewayClock clock;
    private final WeighedCache<TokenKey, Remembered> verdicts;

    /**
     * A token together with the settings it is judged by: the text compared in full, the settings by being the same object, so that
     * nothing of them has to be read.
     *
     * <p>The hash takes the end of the token alone: that is the signature, or random, and hashing a kilobyte would be half of
     * what a remembered verdict costs. Whoever chooses ends that collide gains nothing, because keys are ordered as well and
     * crowded slots become trees.
     */
    public static final class TokenKey implements Comparable<TokenKey> {

        private static final int HASHED = 48;

        private final TokenIssuer settings;
        private final String token;
        private final int hash;

        /** What a cache has said to this very object, and when; set by any thread, each for itself. */
        private @Nullable Remembered kept;

        private long lookedNanos;

        public TokenKey(TokenIssuer settings, String token) {
            this.settings = settings;
            this.token = token;
            this.hash = hash(token);
        }

        private static int hash(String token) {
            int hash = token.length();
            for (int i = Math.max(0, token.length() - HASHED); i < token.length(); i++) {
                hash = 31 * hash + token.charAt(i);
            }
            return hash;
        }

        /** The token. */
        public String token() {
            return token;
        }

        /** Whether it is of these very settings. */
        @SuppressWarnings("ReferenceEquality") // a verdict is for the very settings it was reached with
        public boolean isOf(TokenIssuer issuer) {
            return settings == issuer;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof TokenKey key && isOf(key.settings) && token.equals(key.token);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        /** By token; of the same one, in an order that lasts as long as the settings. */
        @Override
        public int compareTo(TokenKey other) {
            int order = token.compareTo(other.token);
            return order == 0
                    ? Integer.compare(System.identityHashCode(settings), System.identityHashCode(other.settings))
                    : order;
        }
    }

    private record Remembered(
            VerdictCache cache, TokenVerdict verdict, long endsAtMillis, long sinceNanos, long livesNanos) {

        boolean isOld(long nowNanos) {
            return nowNanos - sinceNanos >= livesNanos;
        }
    }

    /** An empty cache for at most this many bytes, and so at most a 320th of that in verdicts. */
    public VerdictCache(long mostBytes, GatewayClock clock) {
        this.clock = clock;
        this.verdicts = new WeighedCache<>(
                mostBytes,
                VerdictCache::weight,
                cache -> cache.expireAfter(
                                Expiry.creating((TokenKey key, Remembered kept) -> Duration.ofNanos(kept.livesNanos())))
                        .ticker(clock::nanoTime));
    }

    /** The verdict, if it is known and the token has not ended meanwhile. */
    public @Nullable TokenVerdict get(TokenKey key) {
        Remembered kept = remembered(key, clock.nanoTime());
        return kept == null || clock.epochMillis() >= kept.endsAtMillis() ? null : kept.verdict();
    }

    @SuppressWarnings("ReferenceEquality") // a key may be looked up in several caches
    private @Nullable Remembered remembered(TokenKey key, long nowNanos) {
        Remembered before = key.kept;
        if (before != null
                && before.cache == this
                && nowNanos - key.lookedNanos < LOOKED_NANOS
                && !before.isOld(nowNanos)) {
            return before;
        }
        Remembered kept = verdicts.get(key);
        key.kept = kept == null || !isLight(kept) ? null : kept;
        key.lookedNanos = nowNanos;
        return kept;
    }

    private static boolean isLight(Remembered kept) {
        return !(kept.verdict() instanceof TokenVerdict.Good good) || weight(good.user()) <= LIGHT_BYTES;
    }

    /**
     * Remembers a verdict for this long, and not beyond the token's end.
     *
     * @param endsAtMillis when the token ends, in milliseconds since 1970
     */
    public void put(TokenKey key, TokenVerdict verdict, Duration age, long endsAtMillis) {
        if (!age.isZero() && clock.epochMillis() < endsAtMillis) {
            verdicts.put(key, new Remembered(this, verdict, endsAtMillis, clock.nanoTime(), age.toNanos()));
        }
    }

    private static int weight(TokenKey key, Remembered kept) {
        int bytes = BARE_BYTES + 2 * key.token.length();
        return kept.verdict() instanceof TokenVerdict.Good good ? bytes + weight(good.user()) : bytes;
    }

    private static int weight(User user) {
        int bytes = USER_BYTES + 2 * user.id().length();
        for (String group : user.groups()) {
            bytes += GROUP_BYTES + 2 * group.length();
        }
        return user.record() == null ? bytes : bytes + user.record().weight();
    }

    /** What it takes of the heap, under this name. */
    public HeapShare share(String name) {
        return verdicts.share(name);
    }

    /** How many verdicts are remembered; for tests. */
    long size() {
        verdicts.cleanUp();
        return verdicts.size();
    }
}
