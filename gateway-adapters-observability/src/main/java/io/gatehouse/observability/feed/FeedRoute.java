package io.gatehouse.observability.feed;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.observability.ApiJson;
import io.gatehouse.observability.feed.FeedEvent.Kind;
import io.gatehouse.observability.trafficlog.ExchangeFilter;
import io.gatehouse.observability.trafficlog.ExchangeFilter.UnusableFilter;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /dashboard/api/stream}: the live feed. */
public final class FeedRoute implements AdminRoute {

    private final LiveFeed feed;

    public FeedRoute(LiveFeed feed) {
        this.feed = feed;
    }

    @Override
    public String path() {
        return "/dashboard/api/stream";
    }

    /** On the I/O thread: it only makes a reader. */
    @Override
    public boolean blocking() {
        return false;
    }

    @Override
    public AdminResponse handle(AdminRequest request) {
        AdminResponse unknown = ApiJson.unknownParameter(request, ExchangeFilter.namesAnd("events"));
        if (unknown != null) {
            return unknown;
        }
        try {
            Set<Kind> wanted = kinds(request.query().get("events"));
            return AdminResponse.stream(
                    "text/event-stream; charset=utf-8", feed.reader(wanted, ExchangeFilter.of(request.query())));
        } catch (UnusableFilter e) {
            return ApiJson.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static Set<Kind> kinds(@Nullable String words) throws UnusableFilter {
        if (words == null) {
            return EnumSet.allOf(Kind.class);
        }
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (String word : words.split(",", -1)) {
            Kind kind = Kind.of(word);
            if (kind == null) {
                throw new UnusableFilter("events are none (expected some of " + Kind.words() + ")");
            }
            kinds.add(kind);
        }
        return kinds;
    }
}
