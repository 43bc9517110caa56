package io.gatehouse.plugin;

import com.google.inject.AbstractModule;

/**
 * The Guice module of one adapter: it binds the port of its {@link ExtensionPoint}, unannotated, and nothing else that others
 * see.
 *
 * <p>The program installs it in a private environment of its own if the configuration names it, and binds beside it: its
 * settings by their record type, {@code GatewayClock}, {@code Timer}, {@code MongoConnections} and {@code HeapBudget}. Making
 * the port starts nothing and connects to nobody, as {@code gatehouse explain} makes it as well; what is
 * {@link AutoCloseable} is closed when the gateway ends. Constructors without arguments, so that {@link java.util.ServiceLoader}
 * finds the module in a plug-in: its entry is {@code META-INF/services/io.gatehouse.plugin.AdapterModule}.
 */
public abstract class AdapterModule extends AbstractModule {

    private final ExtensionPoint point;
    private final String name;
    private final Class<? extends Record> settings;

    /**
     * The module of one adapter.
     *
     * @param name what the configuration calls it: lower-case words joined by dashes
     * @param settings the record that its section of the configuration is bound to
     */
    protected AdapterModule(ExtensionPoint point, String name, Class<? extends Record> settings) {
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
}
