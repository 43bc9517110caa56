package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.MalformedValue;
import org.jspecify.annotations.Nullable;

/** Where services, products, tenants and policy are kept. */
public record RegistryConfiguration(
        @Described("The kind of source.") @Default("file") RegistrySourceKind source,
        @Described("Files, for source file.") @Default({}) FileRegistryConfiguration file,

        @Described(
                "Where a copy of the last good registry is kept, to start from while the source is away; it holds secrets.")
        @Nullable
        FilePath lastGood,

        @Described("A MongoDB database, for source mongo.") @Nullable
        MongoRegistryConfiguration mongo,

        @Described("The core database of a SOAJS installation, read-only, for source soajs.") @Nullable
        SoajsRegistryConfiguration soajs) {

    public RegistryConfiguration {
        if (source == RegistrySourceKind.MONGO && mongo == null) {
            throw new MalformedValue("mongo settings, as source is mongo");
        }
        if (source == RegistrySourceKind.SOAJS && soajs == null) {
            throw new MalformedValue("soajs settings, as source is soajs");
        }
    }
}
