package io.gatehouse.discovery.dns;

import io.gatehouse.discovery.api.ApiFailure;
import io.gatehouse.discovery.watch.HostQuery;
import io.gatehouse.discovery.watch.Weights;
import io.gatehouse.domain.address.AddressText;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks for a name as often as its records live. */
final class DnsQuery implements HostQuery {

    /** More targets of SRV records than this are not looked up. */
    private static final int MOST_TARGETS = 500;

    /** What is not there may come soon, however long its absence may be believed. */
    private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(5);

    private final DnsClient client;
    private final DnsSettings settings;
    private final String name;
    private final Reading reading;

    /** What a name is asked for. */
    private interface Reading {
        CompletionStage<Found> of(Name name);
    }

    /** Hosts with weights of any size, and for how many seconds they may be believed. */
    private record Found(List<Target> targets, long seconds) {}

    /** One host; weights compare those of one priority. */
    private record Target(InetAddress address, int port, double weight, int priority) {}

    private record Addresses(List<InetAddress> all, long seconds) {}

    private final boolean tls;
    private final boolean http2;

    DnsQuery(DnsClient client, DnsSettings settings, DnsHosts question) {
        this.client = client;
        this.settings = settings;
        this.name = question.dns();
        this.tls = question.tls();
        this.http2 = question.http2();
        this.reading = asked -> addresses(asked)
                .thenApply(found -> new Found(
                        found.all().stream()
                                .map(address -> new Target(address, question.port(), 1, 0))
                                .toList(),
                        found.seconds()));
    }

    DnsQuery(DnsClient client, DnsSettings settings, SrvHosts question) {
        this.client = client;
        this.settings = settings;
        this.name = question.srv();
        this.tls = question.tls();
        this.http2 = question.http2();
        this.reading = asked -> client.ask(asked, Type.SRV).thenCompose(this::targets);
    }

    @Override
    public void ask(Round round, boolean afresh) {
        List<Name> names;
        try {
            names = client.names(name);
        } catch (TextParseException e) {
            round.failed(name + " is no name of DNS");
            return;
        }
        first(names, 0).whenComplete((found, failure) -> {
            if (failure != null) {
                round.failed("DNS of " + name + ": " + ApiFailure.reason(failure));
                return;
            }
            if (round.found(hosts(found))) {
                round.next(pause(found));
            }
        });
    }

    private List<Host> hosts(Found found) {
        var byPriority = new TreeMap<Integer, List<Target>>();
        for (Target target : found.targets()) {
            byPriority
                    .computeIfAbsent(target.priority(), priority -> new ArrayList<>())
                    .add(target);
        }
        var hosts = new ArrayList<Host>();
        for (List<Target> equals : byPriority.values()) {
            List<Integer> weights =
                    Weights.of(equals.stream().map(Target::weight).toList());
            for (int i = 0; i < equals.size(); i++) {
                Target target = equals.get(i);
                var address = new HostAddress(tls, http2, AddressText.of(target.address()), target.port());
                hosts.add(new Host(address, weights.get(i), target.priority()));
            }
        }
        return hosts;
    }

    private Duration pause(Found found) {
        Duration lives = Duration.ofSeconds(found.seconds());
        if (found.targets().isEmpty() && lives.compareTo(LONGEST_ABSENCE) > 0) {
            lives = LONGEST_ABSENCE;
        }
        if (lives.compareTo(settings.minTtl()) < 0) {
            return settings.minTtl();
        }
        return lives.compareTo(settings.maxTtl()) > 0 ? settings.maxTtl() : lives;
    }

    /** What the first name has that has anything. */
    private CompletionStage<Found> first(List<Name> names, int index) {
        return reading.of(names.get(index))
                .thenCompose(found -> found.targets().isEmpty() && index + 1 < names.size()
                        ? first(names, index + 1)
                        : CompletableFuture.completedFuture(found));
    }

    /** Fails if one family cannot be asked for: half of the addresses are not all of them. */
    private CompletionStage<Addresses> addresses(Name asked) {
        return switch (settings.addresses()) {
            case IPV4 -> addresses(asked, Type.A);
            case IPV6 -> addresses(asked, Type.AAAA);
            case ANY ->
                addresses(asked, Type.A).thenCombine(addresses(asked, Type.AAAA), (four, six) -> {
                    var all = new ArrayList<>(four.all());
                    all.addAll(six.all());
                    long seconds = four.all().isEmpty()
                            ? six.seconds()
                            : six.all().isEmpty() ? four.seconds() : Math.min(four.seconds(), six.seconds());
                    return new Addresses(all, seconds);
                });
        };
    }

    private CompletionStage<Addresses> addresses(Name asked, int type) {
        return client.ask(asked, type).thenApply(answer -> new Addresses(literal(answer.records()), answer.seconds()));
    }

    private static List<InetAddress> literal(List<Record> records) {
        var all = new ArrayList<InetAddress>();
        for (Record one : records) {
            if (one instanceof ARecord four) {
                all.add(four.getAddress());
            } else if (one instanceof AAAARecord six) {
                all.add(six.getAddress());
            }
        }
        return all;
    }

    /** The targets of all priorities, the most preferred first; those without an address are none. */
    private CompletionStage<Found> targets(DnsAnswer answer) {
        List<SRVRecord> services = answer.records().stream()
                .filter(one ->
                        one instanceof SRVRecord service && !service.getTarget().equals(Name.root))
                .map(SRVRecord.class::cast)
                .sorted(Comparator.comparingInt(SRVRecord::getPriority))
                .limit(MOST_TARGETS)
                .toList();
        CompletionStage<Found> all = CompletableFuture.completedFuture(new Found(new ArrayList<>(), answer.seconds()));
        for (SRVRecord service : services) {
            all = all.thenCombine(addressesOf(service, answer), (found, addresses) -> {
                int shares = addresses.all().size();
                addresses
                        .all()
                        .forEach(address -> found.targets()
                                .add(new Target(
                                        address,
                                        service.getPort(),
                                        (double) service.getWeight() / shares,
                                        service.getPriority())));
                return new Found(
                        found.targets(),
                        shares == 0 ? found.seconds() : Math.min(found.seconds(), addresses.seconds()));
            });
        }
        return all;
    }

    /** From what the server has said besides, else by asking. */
    private CompletionStage<Addresses> addressesOf(SRVRecord service, DnsAnswer answer) {
        List<Record> said = answer.additional().stream()
                .filter(one -> one.getName().equals(service.getTarget()) && wanted(one))
                .toList();
        return said.isEmpty()
                ? addresses(service.getTarget())
                : CompletableFuture.completedFuture(new Addresses(
                        literal(said),
                        said.stream().mapToLong(Record::getTTL).min().orElse(0)));
    }

    private boolean wanted(Record said) {
        return (said instanceof ARecord && settings.addresses() != AddressFamily.IPV6)
                || (said instanceof AAAARecord && settings.addresses() != AddressFamily.IPV4);
    }

    /** What is under way ends by itself, within the time-outs. */
    @Override
    public void close() {}
}
