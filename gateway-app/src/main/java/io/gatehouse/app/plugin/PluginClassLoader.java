package io.gatehouse.app.plugin;

import io.gatehouse.plugin.AdapterModule;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/**
 * The classes of one jar. Of the program they see the API alone, so that what the program and other plug-ins use besides is of no
 * concern to them.
 */
final class PluginClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    PluginClassLoader(URL jar) {
        super("plug-in " + jar, new URL[] {jar}, new Api());
    }

    /** The JDK, and what plug-ins and the program exchange. */
    private static final class Api extends ClassLoader {

        private static final List<String> PACKAGES = List.of(
                "io.gatehouse.plugin.",
                "io.gatehouse.domain.",
                "io.gatehouse.configuration.",
                "io.gatehouse.mongodb.",
                "com.google.inject.",
                "jakarta.inject.",
                "org.jspecify.",
                "org.slf4j.",
                "io.micrometer.",
                "com.mongodb.",
                "org.bson.");

        static {
            registerAsParallelCapable();
        }

        Api() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            for (String api : PACKAGES) {
                if (name.startsWith(api)) {
                    return AdapterModule.class.getClassLoader().loadClass(name);
                }
            }
            throw new ClassNotFoundException(name);
        }
    }
}
