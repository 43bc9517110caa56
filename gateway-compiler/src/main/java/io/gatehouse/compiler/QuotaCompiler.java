package io.gatehouse.compiler;

import io.gatehouse.compiler.document.PathPattern;
import io.gatehouse.compiler.document.ProductDocument.PackageReference;
import io.gatehouse.compiler.document.StrategyDocument;
import io.gatehouse.compiler.document.StrategyDocument.AdaptiveDocument;
import io.gatehouse.compiler.document.ThrottlingDocument;
import io.gatehouse.compiler.document.ThrottlingDocument.PackageThrottlingDocument;
import io.gatehouse.compiler.document.ThrottlingDocument.ThrottlingLevelDocument;
import io.gatehouse.compiler.document.WindowLength;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Rate;
import io.gatehouse.configuration.Setting;
import io.gatehouse.configuration.Sourced;
import io.gatehouse.domain.access.PathTree;
import io.gatehouse.domain.quota.AdaptiveRate;
import io.gatehouse.domain.quota.CalendarWindow;
import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.Limit;
import io.gatehouse.domain.quota.Limit.ConcurrencyLimit;
import io.gatehouse.domain.quota.QuotaRule;
import io.gatehouse.domain.quota.Quotas;
import io.gatehouse.domain.quota.Quotas.ServiceQuotas;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.SlidingWindow;
import io.gatehouse.domain.quota.Strategy;
import io.gatehouse.domain.quota.TokenBucket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Compiles throttling strategies, and where the gateway, its packages and keys say that they apply. What they need has been checked to be there. */
final class QuotaCompiler {

    private final ThrottlingDocument document;
    private final Map<String, Strategy> strategies = new HashMap<>();

    QuotaCompiler(ThrottlingDocument document) {
        this.document = document;
        document.strategies().forEach((name, strategy) -> strategies.put(name, strategy(name, strategy)));
    }

    Quotas gateway() {
        return new Quotas(
                general("throttling.edge", document.edge(), document.origin()),
                general("throttling.public", document.publicApis(), document.origin()),
                general("throttling.private", document.privateApis(), document.origin()),
                services("the gateway's entry for ", document.services(), document.origin()));
    }

    /** What a package says; what it chooses for everything is counted over all services, as the gateway's is. */
    Quotas ofPackage(PackageReference reference, PackageThrottlingDocument written) {
        String path = "products." + reference.product() + ".packages." + reference.packageName() + ".throttling.";
        return new Quotas(
                null,
                general(path + "public", written.publicApis(), written.origin()),
                general(path + "private", written.privateApis(), written.origin()),
                services("the entry of package " + reference + " for ", written.services(), written.origin()));
    }

    /** The entries of one level by service, which is called by these words and the service; {@code owner} is where an entry that is off is written. */
    Map<String, ServiceQuotas> services(
            String words, Map<String, Setting<ThrottlingLevelDocument>> levels, Origin owner) {
        if (levels.isEmpty()) {
            return Map.of();
        }
        var compiled = new HashMap<String, ServiceQuotas>();
        levels.forEach((service, level) -> {
            ServiceQuotas entry = entry(service, words + service, level, owner);
            if (entry != null) {
                compiled.put(service, entry);
            }
        });
        return compiled;
    }

    private @Nullable ServiceQuotas entry(
            String service, String level, Setting<ThrottlingLevelDocument> setting, Origin owner) {
        if (setting instanceof Setting.Off<ThrottlingLevelDocument>) {
            QuotaRule off = QuotaRule.off(level, owner);
            return new ServiceQuotas(off, off, null);
        }
        if (!(setting instanceof Setting.Value<ThrottlingLevelDocument> set)) {
            return null;
        }
        ThrottlingLevelDocument entry = set.value();
        BiFunction<Strategy, Origin, QuotaRule> chosen =
                (strategy, origin) -> QuotaRule.of(strategy, service, level, origin);
        return new ServiceQuotas(
                quota(entry.publicApis(), level, entry.origin(), chosen),
                quota(entry.privateApis(), level, entry.origin(), chosen),
                paths(entry.apis()));
    }

    private @Nullable QuotaRule general(String level, Setting<Sourced<String>> setting, Origin owner) {
        return quota(setting, level, owner, (strategy, origin) -> QuotaRule.of(strategy, level, origin));
    }

    private @Nullable QuotaRule quota(
            Setting<Sourced<String>> setting,
            String level,
            Origin owner,
            BiFunction<Strategy, Origin, QuotaRule> chosen) {
        if (setting instanceof Setting.Off<Sourced<String>>) {
            return QuotaRule.off(level, owner);
        }
        if (!(setting instanceof Setting.Value<Sourced<String>> set)) {
            return null;
        }
        Strategy strategy = strategies.get(set.value().value());
        if (strategy == null) {
            throw new IllegalStateException(set.value().origin() + ": an unknown strategy was taken for good");
        }
        return chosen.apply(strategy, set.value().origin());
    }

    private static @Nullable PathTree<Boolean> paths(@Nullable List<PathPattern> apis) {
        if (apis == null) {
            return null;
        }
        var patterns = new HashMap<List<String>, Boolean>();
        apis.forEach(pattern -> patterns.put(pattern.segments(), true));
        return PathTree.of(patterns);
    }

    private static Strategy strategy(String name, StrategyDocument document) {
        return new Strategy(
                name, adapted(document), document.per(), document.retries(), document.delay(), document.origin());
    }

    private static Limit adapted(StrategyDocument document) {
        AdaptiveDocument adaptive = document.adaptive();
        Limit limit = limit(document);
        return adaptive == null
                ? limit
                : new AdaptiveRate(
                        (RateLimit) limit,
                        adaptive.min(),
                        adaptive.max(),
                        adaptive.headroom().value(),
                        adaptive.step().share());
    }

    private static Limit limit(StrategyDocument document) {
        return switch (document.algorithm()) {
            case FIXED_WINDOW -> new FixedWindow(number(document.limit()), millis(document.window()));
            case SLIDING_WINDOW -> new SlidingWindow(number(document.limit()), millis(document.window()));
            case CALENDAR ->
                new CalendarWindow(
                        number(document.limit()), there(there(document.window()).unit()));
            case TOKEN_BUCKET -> bucket(number(document.capacity()), document.refill());
            case CONCURRENCY -> new ConcurrencyLimit(number(document.limit()));
        };
    }

    private static TokenBucket bucket(long capacity, @Nullable Rate refill) {
        Rate rate = there(refill);
        return TokenBucket.refilled(capacity, rate.count(), rate.period());
    }

    private static long number(@Nullable Long number) {
        return there(number);
    }

    private static long millis(@Nullable WindowLength window) {
        return there(there(window).duration()).toMillis();
    }

    private static <T> T there(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("a strategy without what its algorithm needs was taken for good");
        }
        return part;
    }
}
