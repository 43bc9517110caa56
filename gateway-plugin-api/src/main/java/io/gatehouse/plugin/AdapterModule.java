package io.gatehouse.plugin;

import com.google.inject.AbstractModule;
import io.gatehouse.configuration.ConfigPath;
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

    /**
     * The module of one adapter.
     *
     * @param name what the configuration calls it: lower-case words joined by dashes, none of them a key of its section
     * @param settings the record that its section of the configuration is bound to; it may have no components
     * @throws IllegalArgumentException if it is no such name, or no record
     */
    protected AdapterModule(ExtensionPoint point, String name, Class<? extends Record> settings) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name \"" + name + "\" is not made of lower-case words joined by dashes");
        }
        if (!((Class<?>) settings).isRecord()) {
            throw new IllegalArgumentException("the settings " + settings.getName() + " are no record");
        }
        this.point = point;
        this.name = name;
        this.settings = settings;
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

    /**
     * Looks for what binding cannot see, such as a file that is not there, and refuses it at its place; called before the port is
     * made, and by {@code gatehouse check}. May read files; calls nobody.
     *
     * @param settings those of this adapter, a record of {@link #settings}
     * @param place where they are written
     */
    public void check(Record settings, ConfigPath place) {}
}
