package io.gatehouse.observability.api;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.ApiKeys;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.observability.ApiJson;
import io.gatehouse.observability.api.TrafficViews.KeyState;
import io.gatehouse.observability.api.TrafficViews.LimitState;
import io.gatehouse.observability.api.TrafficViews.TenantState;
import io.gatehouse.observability.tally.TrafficTallies;
import io.gatehouse.observability.tally.TrafficTallies.RecentKey;
import io.gatehouse.observability.tally.TrafficTally;
import io.gatehouse.observability.trafficlog.ExchangeFilter.UnusableFilter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code /dashboard/api/tenants}: who may call, what they did lately, and what is left of their limits. Safe for concurrent use. */
final class TenantEndpoint {

    private static final int MOST_NEAREST = 20;
    private static final int LONGEST = 200;

    private final TrafficTallies tallies;
    private final LiveRegistry registry;
    private final GatewayClock clock;
    private volatile Overview overview = new Overview(ApiKeys.NONE, new TreeMap<>());

    TenantEndpoint(TrafficTallies tallies, LiveRegistry registry, GatewayClock clock) {
        this.tallies = tallies;
        this.registry = registry;
        this.clock = clock;
    }

    /** The keys of a registry by tenant and name, made once for each registry. */
    private record Overview(ApiKeys of, NavigableMap<String, NavigableMap<String, ApiKey>> tenants) {

        static Overview of(ApiKeys keys) {
            NavigableMap<String, NavigableMap<String, ApiKey>> tenants = new TreeMap<>();
            for (ApiKey key : keys.all()) {
                tenants.computeIfAbsent(key.application().tenant().name(), name -> new TreeMap<>())
                        .put(key.id(), key);
            }
            return new Overview(keys, tenants);
        }
    }

    AdminResponse handle(AdminRequest request) {
        AdminResponse unknown = ApiJson.unknownParameter(request, "tenant", "text", "limit", "cursor");
        if (unknown != null) {
            return unknown;
        }
        try {
            return answer(request.query());
        } catch (UnusableFilter e) {
            return ApiJson.badRequest(String.valueOf(e.getMessage()));
        }
    }

    @SuppressWarnings("ReferenceEquality") // a registry has one object of its keys
    private Overview overview() {
        ApiKeys keys = registry.current().keys();
        Overview known = overview;
        if (known.of() != keys) {
            known = Overview.of(keys);
            overview = known;
        }
        return known;
    }

    private AdminResponse answer(Map<String, String> query) throws UnusableFilter {
        PageRequest page = PageRequest.of(query);
        String text = query.getOrDefault("text", "").toLowerCase(Locale.ROOT);
        if (text.length() > LONGEST) {
            throw new UnusableFilter("text is too long (expected at most " + LONGEST + " characters)");
        }
        long now = clock.epochMillis();
        NavigableMap<String, NavigableMap<String, ApiKey>> tenants = overview().tenants();
        List<KeyState> nearest = tallies.nearest(MOST_NEAREST, now).stream()
                .map(recent -> key(find(tenants, recent), recent))
                .toList();
        String tenant = query.get("tenant");
        if (tenant != null) {
            NavigableMap<String, ApiKey> keys = tenants.get(tenant);
            if (keys == null) {
                return ApiJson.notFound("there is no such tenant, or it has no key");
            }
            Listing<ApiKey> listing = Listing.of(keys, text, page);
            List<KeyState> states = listing.values().stream()
                    .map(key -> key(key, tallies.key(key.id(), now)))
                    .toList();
            return ApiJson.ok(new TrafficViews.Tenants(
                    listing.total(), List.of(tenant(tenant, keys, now)), states, nearest, listing.next()));
        }
        Listing<NavigableMap<String, ApiKey>> listing = Listing.of(tenants, text, page);
        List<TenantState> states = listing.values().stream()
                .map(keys -> tenant(
                        keys.firstEntry().getValue().application().tenant().name(), keys, now))
                .toList();
        return ApiJson.ok(new TrafficViews.Tenants(listing.total(), states, null, nearest, listing.next()));
    }

    /** A page of what has a name. */
    private record Listing<V>(
            int total, List<V> values, @Nullable String next) {

        static <V> Listing<V> of(NavigableMap<String, V> all, String text, PageRequest page) {
            NavigableMap<String, V> named = all;
            if (!text.isEmpty()) {
                named = new TreeMap<>(all);
                named.keySet().removeIf(name -> !name.toLowerCase(Locale.ROOT).contains(text));
            }
            NavigableMap<String, V> rest = page.cursor().isEmpty() ? named : named.tailMap(page.cursor(), false);
            List<Map.Entry<String, V>> found =
                    rest.entrySet().stream().limit(page.limit() + 1L).toList();
            boolean more = found.size() > page.limit();
            List<Map.Entry<String, V>> shown = more ? found.subList(0, page.limit()) : found;
            return new Listing<>(
                    named.size(),
                    shown.stream().map(Map.Entry::getValue).toList(),
                    more ? shown.get(shown.size() - 1).getKey() : null);
        }
    }

    private static @Nullable ApiKey find(NavigableMap<String, NavigableMap<String, ApiKey>> tenants, RecentKey recent) {
        NavigableMap<String, ApiKey> keys = tenants.get(recent.tenant());
        return keys == null ? null : keys.get(recent.key());
    }

    private TenantState tenant(String name, NavigableMap<String, ApiKey> keys, long now) {
        TrafficTallies.Recent recent = tallies.tenant(name, now);
        Set<String> applications = new HashSet<>();
        keys.values().forEach(key -> applications.add(key.application().name()));
        return new TenantState(
                name,
                applications.size(),
                keys.size(),
                keys.firstEntry().getValue().maintenance() != null,
                recent == null ? TrafficTally.Sum.NOTHING : recent.lastMinute(),
                recent == null ? TrafficTally.Sum.NOTHING : recent.sinceStart());
    }

    /** A key as the registry has it, and as the traffic knows it; one of both is there. */
    private static KeyState key(@Nullable ApiKey key, @Nullable RecentKey recent) {
        if (key == null) {
            return key(recent);
        }
        Long expires = key.expiresMillis();
        return new KeyState(
                key.id(),
                key.application().tenant().name(),
                key.application().name(),
                key.application().packageReference(),
                expires == null ? null : ApiJson.time(expires),
                key.revoked() ? true : null,
                recent == null ? null : ApiJson.time(recent.recent().lastMillis()),
                recent == null ? null : recent.recent().lastMinute(),
                recent == null ? null : recent.recent().sinceStart(),
                limits(recent));
    }

    private static KeyState key(@Nullable RecentKey gone) {
        if (gone == null) {
            throw new IllegalArgumentException("neither the registry nor the traffic knows the key");
        }
        return new KeyState(
                gone.key(),
                gone.tenant(),
                gone.application(),
                null,
                null,
                null,
                ApiJson.time(gone.recent().lastMillis()),
                gone.recent().lastMinute(),
                gone.recent().sinceStart(),
                limits(gone));
    }

    private static List<LimitState> limits(@Nullable RecentKey recent) {
        return recent == null
                ? List.of()
                : recent.limits().stream().map(LimitState::of).toList();
    }
}
