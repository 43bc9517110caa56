package io.gatehouse.plugin;

import com.google.inject.AbstractModule;
import io.gatehouse.configuration.Binder;
import io.gatehouse.configuration.ConfigPath;
import io.gatehouse.domain.quota.SharedCounterSettings;
import io.gatehouse.domain.upstream.BuiltInStrategy;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The Guice module of one adapter: it binds the port of its {@link ExtensionPoint}, unannotated, and may bind an
 * {@link AdapterSupport}.
 *
 * <p>For every adapter that the configuration names the program makes an injector of its own of this module, and binds there: the
 * settings by their record type, {@code GatewayClock}, {@code HeapBudget}, {@code MongoConnections} and
 * {@link ProcessEnvironment}; besides, for all but a registry source, which is there before anything else, {@code Timer},
 * {@code QuotaStoreListener} and Micrometer's {@code MeterRegistry}. Making the port starts nothing and connects to nobody, as
 * {@code gatehouse check} and {@code explain} make it as well. A port that is {@link AutoCloseable} is closed when the gateway
 * ends.
 *
 * <p>A plug-in names its modules in {@code META-INF/services/io.gatehouse.plugin.AdapterModule}, as
 * {@link java.util.ServiceLoader} has it; each is public and has a public constructor without arguments.
 */
public abstract class AdapterModule extends AbstractModule {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private final ExtensionPoint point;
    private final String name;
    private final Class<? extends Record> settings;
    private final Map<String, Class<? extends Record>> parameters;

    /**
     * The module of one adapter.
     *
     * @param name what the configuration calls it: lower-case words joined by dashes, none of them a key of its section
     * @param settings the record that its section of the configuration is bound to; it may have no components, but that of a store of
     *     counters implements {@link SharedCounterSettings}
     * @throws IllegalArgumentException if it is no such name, or no record
     */
    protected AdapterModule(ExtensionPoint point, String name, Class<? extends Record> settings) {
        this(point, name, settings, Map.of());
        if (point == ExtensionPoint.HOST_DISCOVERY) {
            throw new IllegalArgumentException("a discovery of hosts has parameters");
        }
    }

    /**
     * The module of a discovery of hosts.
     *
     * @param parameters the record that {@code hosts} of a version is bound to if it names this discovery; the name is one of its
     *     keys, and equal records ask for the same
     * @throws IllegalArgumentException if it is no such name, or these are no such records
     */
    protected AdapterModule(String name, Class<? extends Record> settings, Class<? extends Record> parameters) {
        this(name, settings, Map.of(name, parameters));
    }

    /**
     * The module of a discovery of hosts that is asked in several ways.
     *
     * @param parameters the records that {@code hosts} of a version is bound to, by the key that says which: one of its keys, and that
     *     of no other discovery; equal records ask for the same
     * @throws IllegalArgumentException if there is none, it is no such name, or these are no such records
     */
    protected AdapterModule(
            String name, Class<? extends Record> settings, Map<String, Class<? extends Record>> parameters) {
        this(ExtensionPoint.HOST_DISCOVERY, name, settings, parameters);
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("a discovery of hosts has parameters");
        }
        parameters.forEach((key, type) -> {
            if (!((Class<?>) type).isRecord() || !Binder.keys(type).contains(key)) {
                throw new IllegalArgumentException(
                        "the parameters " + type.getName() + " are no record with a key " + key);
            }
        });
    }

    private AdapterModule(
            ExtensionPoint point,
            String name,
            Class<? extends Record> settings,
            Map<String, Class<? extends Record>> parameters) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name \"" + name + "\" is not made of lower-case words joined by dashes");
        }
        if (!((Class<?>) settings).isRecord()) {
            throw new IllegalArgumentException("the settings " + settings.getName() + " are no record");
        }
        if (point == ExtensionPoint.COUNTER_STORE && !SharedCounterSettings.class.isAssignableFrom(settings)) {
            throw new IllegalArgumentException("the settings " + settings.getName() + " do not implement "
                    + SharedCounterSettings.class.getName());
        }
        if (point == ExtensionPoint.LOAD_BALANCING
                && Arrays.stream(BuiltInStrategy.values())
                        .anyMatch(own -> own.configured().equals(name))) {
            throw new IllegalArgumentException(name + " is a strategy of the gateway");
        }
        this.point = point;
        this.name = name;
        this.settings = settings;
        this.parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    }

    /** Where it joins the gateway. */
    public final ExtensionPoint point() {
        return point;
    }

    /** What the configuration calls it. */
    public final String name() {
        return name;
    }

    /** The record of its settings. */
    public final Class<? extends Record> settings() {
        return settings;
    }

    /** The records that {@code hosts} of a version is bound to, by the key that says which, of a discovery; none of others. */
    public final Map<String, Class<? extends Record>> parameters() {
        return parameters;
    }

    /**
     * Looks for what binding cannot see, such as a file that is not there, and refuses it at its place; called before the port is
     * made, and by {@code gatehouse check}. May read files; calls nobody.
     *
     * @param settings those of this adapter, a record of {@link #settings}
     * @param place where they are written
     */
    public void check(Record settings, ConfigPath place) {}
}
