package io.gatehouse.discovery.dns;

import io.gatehouse.discovery.api.ApiFailure;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;

/** Asks servers of DNS one after the other, over UDP, and over TCP where an answer is cut short. Safe for concurrent use. */
final class DnsClient {

    private static final int MOST_ALIASES = 4;

    private final DnsSettings settings;
    private final Executor threads;
    private @Nullable Servers servers;

    private record Servers(List<SimpleResolver> all, List<Name> search, int dots) {}

    DnsClient(DnsSettings settings, Executor threads) {
        this.settings = settings;
        this.threads = threads;
    }

    /** The servers that are configured, or else those of the system with its search domains; read when they are first needed. */
    private synchronized Servers servers() {
        if (servers == null) {
            List<InetSocketAddress> addresses =
                    settings.servers().stream().map(DnsServer::address).toList();
            ResolverConfig system = ResolverConfig.getCurrentConfig();
            boolean own = !addresses.isEmpty();
            servers = new Servers(
                    (own ? addresses : system.servers())
                            .stream().map(this::server).toList(),
                    own ? List.of() : system.searchPath(),
                    own ? 0 : system.ndots());
        }
        return servers;
    }

    private SimpleResolver server(InetSocketAddress address) {
        var server = new SimpleResolver(address);
        server.setTimeout(settings.timeout());
        return server;
    }

    /** The names that a text may stand for, in the order in which they are to be tried. */
    List<Name> names(String text) throws TextParseException {
        Name absolute = Name.fromString(text, Name.root);
        var names = new ArrayList<Name>();
        if (!text.endsWith(".")) {
            Name relative = Name.fromString(text);
            for (Name domain : servers().search()) {
                Name name = within(domain, relative);
                if (name != null) {
                    names.add(name);
                }
            }
        }
        boolean first = text.chars().filter(c -> c == '.').count() >= servers().dots();
        names.add(first ? 0 : names.size(), absolute);
        return names;
    }

    private static @Nullable Name within(Name domain, Name relative) {
        try {
            return Name.concatenate(relative, domain);
        } catch (NameTooLongException noName) {
            return null;
        }
    }

    /** The records of one type; fails if no server answers. */
    CompletionStage<DnsAnswer> ask(Name name, int type) {
        return ask(name, type, 0);
    }

    private CompletionStage<DnsAnswer> ask(Name name, int type, int aliases) {
        return askServer(0, name, type, null).thenCompose(answer -> {
            boolean unfollowed = answer.records().isEmpty() && !answer.alias().equals(name);
            return unfollowed && aliases < MOST_ALIASES
                    ? ask(answer.alias(), type, aliases + 1)
                    : CompletableFuture.completedFuture(answer);
        });
    }

    private CompletionStage<DnsAnswer> askServer(int index, Name name, int type, @Nullable Throwable before) {
        List<SimpleResolver> all = servers().all();
        if (index == all.size()) {
            return CompletableFuture.failedFuture(before == null ? new ApiFailure("there is no DNS server") : before);
        }
        SimpleResolver server = all.get(index);
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        return server.sendAsync(query, threads)
                .handle((response, failure) -> {
                    String where = server.getAddress().getAddress().getHostAddress() + ":" + server.getPort();
                    if (failure != null) {
                        return askServer(
                                index + 1, name, type, new ApiFailure(where + ": " + ApiFailure.reason(failure)));
                    }
                    int code = response.getRcode();
                    return code == Rcode.NOERROR || code == Rcode.NXDOMAIN
                            ? CompletableFuture.completedFuture(DnsAnswer.of(response, name, type))
                            : askServer(index + 1, name, type, new ApiFailure(where + ": " + Rcode.string(code)));
                })
                .thenCompose(next -> next);
    }
}
