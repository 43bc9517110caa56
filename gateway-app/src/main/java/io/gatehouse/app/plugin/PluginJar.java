package io.gatehouse.app.plugin;

import io.gatehouse.configuration.Binder;
import io.gatehouse.plugin.AdapterModule;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** A jar of adapters, loaded. */
record PluginJar(PluginClassLoader classes, List<AdapterModule> adapters) {

    private static final String SERVICES = "META-INF/services/" + AdapterModule.class.getName();
    private static final int MOST_SERVICES_BYTES = 64 * 1024;

    PluginJar {
        adapters = List.copyOf(adapters);
    }

    /** What is wrong with a jar, in words that complete "expected ...". */
    static final class Wrong extends Exception {

        private static final long serialVersionUID = 1L;

        Wrong(String expected) {
            super(expected);
        }
    }

    static PluginJar load(Path file) throws Wrong {
        List<String> names = names(file);
        if (names.isEmpty()) {
            throw new Wrong("a jar that names an AdapterModule in " + SERVICES);
        }
        PluginClassLoader classes = null;
        try {
            classes = new PluginClassLoader(file.toUri().toURL());
            List<AdapterModule> adapters = new ArrayList<>();
            for (String name : names) {
                adapters.add(adapter(name, classes));
            }
            return new PluginJar(classes, adapters);
        } catch (IOException e) {
            throw new Wrong("a jar that can be read, but " + e.getMessage());
        } catch (Wrong e) {
            AdapterCatalog.close(classes);
            throw e;
        }
    }

    private static List<String> names(Path file) throws Wrong {
        if (!Files.isRegularFile(file)) {
            throw new Wrong("a jar, or a folder of jars, but there is none");
        }
        try (var jar = new JarFile(file.toFile())) {
            ZipEntry services = jar.getEntry(SERVICES);
            if (services == null) {
                return List.of();
            }
            try (InputStream text = jar.getInputStream(services)) {
                byte[] names = text.readNBytes(MOST_SERVICES_BYTES + 1);
                if (names.length > MOST_SERVICES_BYTES) {
                    throw new Wrong("at most " + MOST_SERVICES_BYTES + " bytes in " + SERVICES);
                }
                return new String(names, StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .toList();
            }
        } catch (IOException e) {
            throw new Wrong("a jar, but " + e.getMessage());
        }
    }

    private static AdapterModule adapter(String name, ClassLoader classes) throws Wrong {
        try {
            Class<?> type = Class.forName(name, true, classes);
            if (!AdapterModule.class.isAssignableFrom(type)) {
                throw new Wrong(name + " to extend " + AdapterModule.class.getName());
            }
            var adapter = (AdapterModule) type.getConstructor().newInstance();
            Binder.keys(adapter.settings());
            return adapter;
        } catch (ClassNotFoundException e) {
            throw new Wrong("the class " + name + ", which " + SERVICES + " names");
        } catch (UnsupportedClassVersionError e) {
            throw new Wrong(name + " for Java " + Runtime.version().feature() + " or older, but " + e.getMessage());
        } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
            throw new Wrong(name + " to be public, with a public constructor without arguments");
        } catch (InvocationTargetException e) {
            throw new Wrong("the constructor of " + name + " not to fail, but " + AdapterFailure.words(e.getCause()));
        } catch (StackOverflowError e) {
            throw new Wrong(name + " to have settings that end, and not a record within itself");
        } catch (RuntimeException | Error e) {
            throw new Wrong(name + " to be usable, but " + AdapterFailure.words(e));
        }
    }
}
